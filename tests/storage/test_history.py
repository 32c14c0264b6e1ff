"""Whatever happens to claims, what was held at any time is what was held then."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from extractors.model import Status
from storage.baseline import (
    candidates,
    confirm,
    held,
    observe,
    reject,
    supersede,
)
from storage.database import Database
from tests.storage.makers import DAY, NOW, keys_of, make_article, make_claim, period

NAMES = st.sampled_from([f"claim-{n}" for n in range(6)])
DAYS = st.sampled_from([date(2025, month, 1) for month in range(1, 7)])


class History(RuleBasedStateMachine):
    """The model keeps a copy of everything held after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(Path(self.folder.name) / "mill.duckdb")
        self.database.migrate()
        self.now = NOW
        self.held: dict[str, tuple] = {}
        self.past = [(NOW - DAY, {})]

    def teardown(self):
        self.folder.cleanup()

    def _change(self, run, name, **changed):
        self.now += timedelta(minutes=1)
        with self.database.transaction() as con:
            assert run(con, name, at=self.now) is (name in self.held)
        if name in self.held:
            _, start, end = self.held[name]
            self.held[name] = (
                changed["status"],
                start,
                changed.get("valid_to", end),
            )
        self.past.append((self.now, dict(self.held)))

    @rule(name=NAMES, start=st.none() | DAYS, end=st.none() | DAYS)
    def enters(self, name, start, end):
        self.now += timedelta(minutes=1)
        claim = make_claim(name.removeprefix("claim-"), period=period(start, end))
        with self.database.transaction() as con:
            entered = observe(
                con, claim, make_article(), keys=keys_of(claim), at=self.now
            )
        assert entered is (name not in self.held)
        self.held.setdefault(name, (Status.OBSERVED, start, end))
        self.past.append((self.now, dict(self.held)))

    @rule(name=NAMES)
    def is_confirmed(self, name):
        self._change(confirm, name, status=Status.CONFIRMED)

    @rule(name=NAMES)
    def is_rejected(self, name):
        self._change(reject, name, status=Status.REJECTED)

    @rule(name=NAMES, end=DAYS)
    def is_superseded(self, name, end):
        def close(con, claim_id, *, at):
            return supersede(con, claim_id, by_claim_id="later", valid_to=end, at=at)

        self._change(close, name, status=Status.SUPERSEDED, valid_to=end)

    @precondition(lambda self: self.held)
    @rule()
    def is_snapshotted(self):
        self.database.publish_snapshot()

    @rule(data=st.data(), day=DAYS)
    def is_asked_about_the_past(self, data, day):
        known_at, then = data.draw(st.sampled_from(self.past))
        with self.database.transaction() as con:
            found = held(con, valid_at=day, known_at=known_at)
            view = con.execute(
                "select claim_id, status from baseline_as_of(?, ?)", [day, known_at]
            ).fetchall()

        expected = {
            name: status
            for name, (status, start, end) in then.items()
            if status is not Status.REJECTED
            and (start is None or start <= day)
            and (end is None or end > day)
        }
        assert {claim.claim_id: claim.status for claim in found} == expected
        assert dict(view) == {name: str(status) for name, status in expected.items()}

    @invariant()
    def one_row_is_in_force(self):
        wanted = make_claim("asked")
        with self.database.transaction() as con:
            rows = con.execute(
                "select claim_id, status, valid_from, valid_to from baseline "
                "where retired_at is null"
            ).fetchall()
            found = candidates(con, wanted, keys_of(wanted))
            gaps = con.execute(
                "select count(*) from store.baseline a anti join store.baseline b "
                "on a.claim_id = b.claim_id and b.recorded_at = a.retired_at "
                "where a.retired_at is not null"
            ).fetchall()

        assert sorted(rows) == sorted(
            (name, str(status), start, end)
            for name, (status, start, end) in self.held.items()
        )
        assert {claim.claim_id for claim in found} == {
            name for name, row in self.held.items() if row[0] is not Status.REJECTED
        }
        assert gaps == [(0,)]


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=6,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
