"""What a pass consists of and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.model import Alert
from flows.alerting.deliver import DeliveryReport
from flows.gather import Visit
from storage.incidents import Incident
from storage.runs import RunCounts


class Step:
    """
    A piece of work that is done once, however often it is called.

    ``spreads`` says that its parts may be done elsewhere.
    """

    def __init__(
        self, name: str, work: Callable[[], None], *, spreads: bool = False
    ) -> None:
        self.name = name
        self.spreads = spreads
        self.done = False
        self._work = work

    def __call__(self) -> None:
        """Do it, unless it is done."""
        if not self.done:
            self._work()
            self.done = True


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a pass."""

    run_id: str
    alerts: list[Alert] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    edited: int = 0
    """Articles that were read before and are edited or gone."""
    off_topic: int = 0
    """New articles that name too little of the topic; none of their claims is read."""
    corrections: list[str] = field(default_factory=list)
    """What these took back of alerts, as the answers in the threads say it."""
    counts: RunCounts = field(default_factory=RunCounts)
    delivery: DeliveryReport = field(default_factory=DeliveryReport)
    elsewhere: str = ""
    """What is wrong with the channels other than Slack; empty when nothing."""
    incidents: list[Incident] = field(default_factory=list)
    """The trouble that this pass was the first to see."""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether sources answered and the configured channels took everything."""
        troubles = self.delivery.problems or self.elsewhere
        return not (self.nothing_answered or troubles)

    @property
    def nothing_answered(self) -> bool:
        """Whether sources were asked and none of them answered."""
        return bool(self.visits) and all(visit.error for visit in self.visits)
