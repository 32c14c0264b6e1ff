"""``claimwatch replay``: the stored decisions again, as they were or with others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace as with_values
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.command import command
from flows.cli.desk import Desk, FailedError, UsageError

if TYPE_CHECKING:
    from flows.replay import Difference, Replay, Setting

KEYS = ("min_confidence", "key_terms", "watch")


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(replay)


def replay(
    desk: Desk,
    run: Annotated[
        str, typer.Option(help="Only this run's decisions: its id, or a start of it.")
    ] = "",
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help=f"KEY=VALUE with {', '.join(KEYS)}; repeatable."),
    ] = None,
) -> None:
    """
    Decide again from the stored claims and what was held when they were read.

    Without --set nothing may differ. With it: the alerts that would appear or vanish.
    Writes nothing.

    claimwatch replay --set min_confidence=0.8
    """
    from extractors.verdicts import load_lexicon  # noqa: PLC0415
    from flows.replay import Setting  # noqa: PLC0415
    from flows.replay import replay as again  # noqa: PLC0415
    from flows.versions import versions  # noqa: PLC0415
    from storage.cases import cases  # noqa: PLC0415

    topic = desk.settings().topic
    setting = _with(Setting(topic=topic, lexicon=load_lexicon()), given or [])
    con = desk.snapshot()
    try:
        run_id = _full_id(con, run) if run else ""
        result = again(cases(con), setting, versions=versions(), run_id=run_id)
    finally:
        con.close()
    if given:
        _show_alerts(desk, result)
    else:
        _show_decisions(desk, result)


def _with(setting: Setting, given: list[str]) -> Setting:
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or key not in KEYS:
            raise UsageError(f"--set takes KEY=VALUE with {', '.join(KEYS)}")
        if key == "min_confidence":
            setting = with_values(setting, min_confidence=_share(value))
        else:
            words = tuple(word.strip() for word in value.split(",") if word.strip())
            topic = (
                with_values(setting.topic, key_terms=words)
                if key == "key_terms"
                else with_values(setting.topic, watch=words)
            )
            setting = with_values(setting, topic=topic)
    return setting


def _share(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise UsageError(f"min_confidence is a number from 0 to 1, not '{value}'")
    return number


def _full_id(con: Any, start: str) -> str:
    sql = "select run_id from runs where starts_with(run_id, ?) limit 2"
    rows = con.execute(sql, [start]).fetchall()
    if len(rows) != 1:
        many = "several runs have" if rows else "no run has"
        raise UsageError(f"{many} an id that starts with '{start}'")
    return str(rows[0][0])


def _show_alerts(desk: Desk, result: Replay) -> None:
    changed = [each for each in result.differences if each.change]
    desk.show(
        [_alert(each) for each in changed], empty="no alert would appear or vanish"
    )
    counts = Counter(each.change for each in changed)
    _sum_up(desk, result, counts)
    desk.say(
        f"of {result.decisions} decisions {len(result.differences)} would differ: "
        f"{counts['appears']} alerts appear, {counts['vanishes']} vanish, "
        f"{counts['becomes']} become others"
    )


def _alert(each: Difference) -> dict[str, Any]:
    side = each.before if each.change == "vanishes" else each.after
    return {
        "type": "alert",
        "change": each.change,
        "alert_id": side["alert_id"],
        "verdict": side["verdict"],
        "confidence": side["confidence"],
        "claim_text": each.quote,
        "instead": each.after["reason"] if each.change == "vanishes" else "",
        "article_url": each.article_url,
    }


def _show_decisions(desk: Desk, result: Replay) -> None:
    if result.differences:
        desk.show([_decision(each) for each in result.differences], empty="")
    _sum_up(desk, result, Counter(each.change for each in result.differences))
    if not result.differences:
        desk.say(f"all {result.decisions} decisions come out as they are stored")
    elif result.other:
        desk.say(
            f"{len(result.differences)} of {result.decisions} decisions differ; since "
            f"then another version of: {', '.join(sorted(result.other))}"
        )
    else:
        raise FailedError(
            f"{len(result.differences)} of {result.decisions} decisions differ, though "
            "the program is the same; was the topic file changed?"
        )


def _decision(each: Difference) -> dict[str, Any]:
    names = [name for name in each.before if each.before[name] != each.after[name]]
    return {
        "type": "decision",
        "claim_id": each.before["claim_id"],
        "claim_text": each.quote,
        "before": {name: each.before[name] for name in names},
        "after": {name: each.after[name] for name in names},
    }


def _sum_up(desk: Desk, result: Replay, counts: Counter[str]) -> None:
    if result.unreadable:
        gone = "what they were decided on was dropped or erased"
        desk.say(f"{result.unreadable} are left out: {gone}")
    if desk.as_json:
        desk.emit(
            {
                "type": "summary",
                "decisions": result.decisions,
                "different": len(result.differences),
                "identical": not result.differences,
                "appear": counts["appears"],
                "vanish": counts["vanishes"],
                "become": counts["becomes"],
                "unreadable": result.unreadable,
                "changed_parts": sorted(result.other),
            }
        )
