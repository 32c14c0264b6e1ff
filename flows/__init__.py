"""The edges and the order of things: fetching, Slack, Prefect, the command line."""
