"""What a pass is asked to do: the form that Prefect shows and checks."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


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
