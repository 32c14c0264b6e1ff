"""What a flow is asked to do: the forms that Prefect shows and checks."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

# The tag of a run that ``up`` starts because the one before is too long ago.
CATCH_UP = "claimwatch:catch-up"


class MonitorParams(BaseModel):
    """What one pass is asked to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str = Field(
        default="microsoft-openai",
        min_length=1,
        description="A topic's id, or the path of its topic.toml.",
    )
    since: datetime | None = Field(
        default=None, description="Only articles published from then on."
    )
    until: datetime | None = Field(
        default=None, description="Only articles published before then."
    )
    sources: tuple[str, ...] = Field(
        default=(), description="Only these sources, by id; empty for all."
    )
    deliver: bool = Field(
        default=True, description="Post to Slack; otherwise alerts stay pending."
    )


class DigestParams(BaseModel):
    """What a digest is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str = Field(
        default="microsoft-openai",
        min_length=1,
        description="A topic's id, or the path of its topic.toml.",
    )
    days: int = Field(default=1, ge=1, le=366, description="How far back.")
