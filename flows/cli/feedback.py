"""``claimwatch feedback``, ``mute``, ``unmute`` and ``ask``: the analyst's side."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.command import command
from flows.cli.desk import Desk, UsageError

if TYPE_CHECKING:
    import duckdb

    from storage.mutes import Mute

_SHARES = """
select 'precision of ' || verdict, labelled, precision, low, high
from precision_by_verdict
union all
select 'precision of source ' || source_id, labelled, precision, low, high
from precision_by_source
union all
select 'recall', labelled, recall, low, high from recall where labelled > 0
order by all
"""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for function in (feedback, mute, unmute, ask):
        command(app)(function)


def feedback(
    desk: Desk,
    alert: Annotated[
        str, typer.Argument(help="Its id, or a start of it; with --missed the quote.")
    ] = "",
    answer: Annotated[str, typer.Argument(help="confirm, dismiss, mute or undo.")] = "",
    reason: Annotated[
        str, typer.Option(help="extraction, comparison, not_news or bad_source.")
    ] = "",
    days: Annotated[int, typer.Option(min=1, help="How long to mute.")] = 7,
    missed: Annotated[
        str,
        typer.Option(metavar="URL", help="Where something stood that was not told."),
    ] = "",
) -> None:
    """
    Answer an alert as its buttons in Slack do; without one, show how right they were.

    Confirmed claims become confirmed baseline claims, dismissed ones never come back.
    With --missed URL "QUOTE" the silence is explained and kept as a label.

    claimwatch feedback v1ab12 dismiss --reason comparison
    """
    from flows import answering  # noqa: PLC0415

    if not (alert or answer or missed):
        _shares(desk)
        return
    now, user = datetime.now(UTC), _user()
    if missed:
        if not alert or answer:
            raise UsageError('write: feedback --missed URL "QUOTE"')
        with _writing(desk) as con:
            said = answering.missed(con, url=missed, quote=alert, user=user, at=now)
    elif not answer:
        raise UsageError(f"answer {alert} with {', '.join(answering.VERBS)}")
    else:
        with _writing(desk) as con:
            said = answering.answer(
                con, alert, answer, user=user, at=now, reason=reason, days=days
            )
    _tell(desk, {"type": "feedback", "said": said})


def mute(
    desk: Desk,
    what: Annotated[
        str, typer.Argument(help="The alert's id, the subject, source or phrase.")
    ] = "",
    by: Annotated[str, typer.Option(help="alert, subject, source or phrase.")] = "",
    until: Annotated[str, typer.Option(help="An ISO date or time (UTC).")] = "",
    days: Annotated[int, typer.Option(min=1, help="Or so many days.")] = 7,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    show: Annotated[bool, typer.Option("--list", help="Show what is muted.")] = False,
) -> None:
    """
    Tell nothing about something until a day; it is judged and recorded all the same.

    claimwatch mute "share price" --by phrase --until 2026-01-31
    """
    from storage import mutes  # noqa: PLC0415

    now = datetime.now(UTC)
    if show or not what:
        con = desk.snapshot()
        try:
            rows = [_mute_row(each) for each in mutes.active(con, now)]
        finally:
            con.close()
        desk.show(rows, empty="nothing is muted")
        return
    kinds = [each.value for each in mutes.MuteKind]
    if by not in kinds:
        raise UsageError(f"say what '{what}' is: --by {' | '.join(kinds)}")
    end = _end(until, now) if until else now + timedelta(days=days)
    with _writing(desk) as con:
        if by == "alert":
            from flows.answering import full_id  # noqa: PLC0415

            what = full_id(con, what)
        made = mutes.mute(
            con,
            mutes.MuteKind(by),
            what,
            until=end,
            at=now,
            user=_user(),
            reason=reason,
        )
    _tell(desk, {"type": "mute", "said": _muted(made)} | _mute_row(made))


def unmute(
    desk: Desk, what: Annotated[str, typer.Argument(help="The mute's id or value.")]
) -> None:
    """
    Hear of it again.

    claimwatch unmute "share price"
    """
    from storage import mutes  # noqa: PLC0415

    with _writing(desk) as con:
        lifted = mutes.unmute(con, what, at=datetime.now(UTC))
    if not lifted:
        raise UsageError(f"nothing is muted as '{what}'; see claimwatch mute --list")
    for each in lifted:
        said = f"{each.kind.value} {each.value} is no longer muted"
        _tell(desk, {"type": "unmute", "said": said} | _mute_row(each))


def ask(
    desk: Desk,
    subject: Annotated[str, typer.Argument(help="Words that must all be there.")],
) -> None:
    """
    Show what is held about a subject, open disputes first.

    claimwatch ask "OpenAI valuation"
    """
    from flows.asking import held_about  # noqa: PLC0415

    con = desk.snapshot()
    try:
        rows = held_about(con, subject)
    finally:
        con.close()
    for row in rows:
        row["disputed"] = row["disputed"] if desk.as_json else "yes" * row["disputed"]
    desk.show(rows, empty=f"nothing is held about {subject}")


def _shares(desk: Desk) -> None:
    con = desk.snapshot()
    try:
        found = con.execute(_SHARES).fetchall()
    finally:
        con.close()
    rows = [
        {
            "figure": figure,
            "labelled": labelled,
            "share": "too few labels" if share is None else round(share, 3),
            "low": None if share is None else round(low, 3),
            "high": None if share is None else round(high, 3),
        }
        for figure, labelled, share, low, high in found
    ]
    desk.show(rows, empty="nobody has confirmed or dismissed an alert yet")


@contextmanager
def _writing(desk: Desk) -> Iterator[duckdb.DuckDBPyConnection]:
    """One transaction beside whatever runs: no run lock, up to 5 s for the database."""
    settings = desk.settings()
    if not settings.database.exists():
        raise UsageError(f"no run yet in {settings.home}: nothing to answer")
    database = desk.database()
    with database.transaction() as con:
        yield con
    database.publish_snapshot()


def _tell(desk: Desk, row: dict[str, Any]) -> None:
    if desk.as_json:
        desk.emit(row)
    else:
        desk.say(row["said"])


def _mute_row(mute: Mute) -> dict[str, Any]:
    return {
        "mute_id": mute.mute_id,
        "kind": mute.kind.value,
        "value": mute.value,
        "until": mute.until,
        "reason": mute.reason,
        "user": mute.user,
    }


def _muted(mute: Mute) -> str:
    return f"{mute.kind.value} {mute.value} is muted until {mute.until:%Y-%m-%d %H:%M}"


def _end(until: str, now: datetime) -> datetime:
    from flows.cli.desk import moment  # noqa: PLC0415

    end = moment(until, now)
    if end <= now:
        raise UsageError(f"{until} is over; write a day to come, or --days 7")
    return end


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a name for the user
        return "somebody"
