"""Topic file and environment, read once into frozen settings."""
