"""The topic file: defaults, every problem at once, nothing secret shown."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from extractors.model import ConfigError, Trust, VerdictKind
from flows.intake.sources import KINDS
from flows.settings.file import SourceSection
from flows.settings.load import load
from flows.settings.places import ROOT, find_topic, home_dir, topic_id

LEAST = """
[topic]
id = "mill"
entities = ["The Mill"]
[baseline]
documents = "seeds/*.txt"
"""


@pytest.fixture
def topic_file(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("The mill employs 400 people.")
    (tmp_path / "seeds" / "b.txt").write_text("The mill makes paper.")
    file = tmp_path / "topic.toml"

    def write(more="", text=LEAST):
        file.write_text(text + more)
        return str(file)

    return write


def problems(path, environ=None):
    with pytest.raises(ConfigError) as caught:
        load(path, environ=environ or {})
    return caught.value.problems


def test_the_least_file_is_enough(topic_file):
    settings = load(topic_file(), environ={}, home=Path("/nowhere"))

    assert "mill" == settings.topic.id == settings.topic.name
    assert [each.path.name for each in settings.documents] == ["a.txt", "b.txt"]
    assert (
        settings.topic.on_topic[0].entities,
        settings.topic.on_topic[0].key_terms,
    ) == (1, 0)
    assert settings.alerts.min_confidence == 0.6
    assert Path("/nowhere/mill.duckdb") == settings.database
    assert Path("/nowhere/mill.snapshot.duckdb") == settings.snapshot
    assert settings.slack.bot_token.get_secret_value() == ""


def test_everything_that_can_be_said(topic_file):
    settings = load(
        topic_file(
            """
[[source]]
id = "paper-news"
kind = "feed"
url = "https://example.org/feed"
trust = "primary"
every_minutes = 5
[alerts]
channel = "#mill"
quiet_hours = { from = "20:00", to = "07:00", timezone = "Europe/Berlin", except = ["contradicts"] }
[fetch]
allow_networks = ["127.0.0.0/8", "fd00::/8"]
[schedule]
cron = "*/30 * * * *"
timezone = "Europe/Berlin"
[[route]]
verdict = "contradicts"
channel = "#loud"
[digest]
cron = "0 8 * * 1"
[retention]
pages = 90
"""
        ),
        environ={},
    )

    [source] = settings.sources
    assert (
        source.trust,
        source.every_minutes,
        source.enabled,
    ) == (Trust.PRIMARY, 5, True)
    assert time(20) == settings.alerts.quiet_hours.from_
    assert settings.alerts.quiet_hours.except_ == (VerdictKind.CONTRADICTS,)
    assert [str(each) for each in settings.fetch.allow_networks] == [
        "127.0.0.0/8",
        "fd00::/8",
    ]
    assert settings.routes[0].channel == "#loud"
    assert settings.retention.pages == 90


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("learn_artikles = 3", "baseline.learn_artikles: unknown key; did you mean 'le"),
        ("[alert]\nchannel = '#x'", "alert: unknown key; did you mean 'alerts'?"),
        ("[zebra]", "zebra: unknown key; known: "),
        ("[alerts]\nmin_confidence = 3", "alerts.min_confidence: input should be less"),
        ("[alerts]\nquiet_hours = {from='25:00',to='07:00'}", "quiet_hours.from: input"),
        ("[schedule]\ntimezone = 'Mars'", "schedule.timezone: is no time zone"),
        ("[schedule]\ncron = 'daily'", "schedule.cron: must be five cron fields"),
        ("[schedule]\ncron='0 8 * * *'\nrrule='X'", "schedule: takes only one of"),
        ("[fetch]\nallow_networks = ['home']", "fetch.allow_networks[1]"),
        ("[fetch]\nca_file = 'ca.pem'", "fetch.ca_file: there is no file"),
        ("[[source]]\nid='a'\nkind='feed'", "source[1]: a source of kind feed needs url"),
        ("[[source]]\nid='a'\nkind='gdelt'", "source[1]: a source of kind gdelt needs q"),
        ("[[source]]\nid='a'\nkind='fed'\nurl='http://x.org'", "source[1].kind: input sh"),
        ("[[source]]\nid='a'\nkind='feed'\nurl='ftp://x.org'", "source[1].url: must be an"),
        ("[[source]]\nid='a'\nkind='feed'\nurl='http://u:p@x.org'", "no user name"),
        ("[[source]]\nid='../a'\nkind='feed'\nurl='http://x.org'", "source[1].id"),
        ("[[source]]\nid='a'\nkind='feed'\nurl_env='FEED'", "url_env FEED is not set"),
        ("[[source]]\nid='a'\nkind='feed'\nurl='http://x.org'\nevry_minutes=5", "did you mean 'every_minutes'?"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_named_with_its_place_and_remedy(topic_file, more, said):
    path = topic_file(more)

    [problem] = problems(path)

    assert problem.startswith(f"{path}: ")
    assert said in problem


def test_all_problems_come_at_once(topic_file):
    path = topic_file(text='[topic]\nid = "a b"\nentities = []\nnmae = "x"\n[alert]\n')

    found = problems(path)

    places = [problem.removeprefix(f"{path}: ").split(":")[0] for problem in found]
    assert {"topic.id", "topic.entities", "topic.nmae", "baseline", "alert"} == set(
        places
    )


def test_a_missing_seed_says_where_it_was_looked_for(topic_file):
    path = topic_file(text=LEAST.replace("seeds/*.txt", "gone/*.txt"))

    [problem] = problems(path)

    assert "no file matches 'gone/*.txt'" in problem
    assert str(Path(path).parent) in problem


@pytest.mark.parametrize("text", ["[topic", "id = \x00", '[topic]\nid = "a"\nid = "b"'])
def test_what_is_no_toml_is_refused_with_its_line(topic_file, text):
    [problem] = problems(topic_file(text=text))

    assert "is no TOML" in problem


def test_secrets_come_from_the_environment_and_are_never_shown(topic_file, tmp_path):
    (tmp_path / "token").write_text("xoxb-from-file\n")
    environ = {
        "SLACK_BOT_TOKEN_FILE": str(tmp_path / "token"),
        "SLACK_APP_TOKEN": "xapp-from-env",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
    }

    settings = load(topic_file(), environ=environ)

    assert settings.slack.bot_token.get_secret_value() == "xoxb-from-file"
    assert settings.slack.app_token.get_secret_value() == "xapp-from-env"
    assert settings.slack.api_url == "http://127.0.0.1:9/api/"
    assert "xoxb" not in repr(settings)
    assert "xapp" not in repr(settings)


def test_a_secret_file_that_is_gone_is_a_problem(topic_file):
    [problem] = problems(topic_file(), {"SLACK_BOT_TOKEN_FILE": "/gone"})

    assert "SLACK_BOT_TOKEN_FILE: /gone cannot be read" in problem


def test_a_secret_feed_address_comes_from_the_environment(topic_file):
    path = topic_file("[[source]]\nid='a'\nkind='feed'\nurl_env='FEED_URL'")

    settings = load(path, environ={"FEED_URL": "https://example.org/?token=1"})

    assert settings.sources[0].url == "https://example.org/?token=1"
    assert settings.sources[0].options["url_env"] == "FEED_URL"


def test_the_kinds_are_those_that_can_be_read():
    kinds = SourceSection.model_fields["kind"].annotation.__args__

    assert {*KINDS, "directory"} == set(kinds)


def test_the_bundled_topic_is_whole():
    settings = load(environ={})

    enabled = [source for source in settings.sources if source.enabled]
    assert len(enabled) >= 12
    assert {Trust.PRIMARY, Trust.PRESS, Trust.AGGREGATOR} == {s.trust for s in enabled}
    assert {date(2025, 3, 10)} == {each.published for each in settings.documents}
    assert {"OpenAI", "Microsoft"} <= {e.name for e in settings.topic.entities}


def test_a_topic_is_found_by_id_in_the_home_and_in_the_checkout(tmp_path, topic_file):
    own = tmp_path / "topics" / "own"
    own.mkdir(parents=True)
    (own / "topic.toml").write_text(LEAST)

    assert own / "topic.toml" == find_topic("own", tmp_path)
    assert (
        find_topic("", tmp_path) == ROOT / "deploy/topics/microsoft-openai/topic.toml"
    )
    assert topic_id(find_topic(topic_file(), tmp_path)) == "mill"
    with pytest.raises(ConfigError, match=r"no topic 'nope'.*own, microsoft-openai"):
        find_topic("nope", tmp_path)


def test_the_home_is_the_option_then_the_environment_then_var(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMWATCH_HOME", raising=False)

    assert tmp_path / "var" == home_dir()
    monkeypatch.setenv("CLAIMWATCH_HOME", "/elsewhere")
    assert Path("/elsewhere") == home_dir()
    assert tmp_path / "here" == home_dir(Path("here"))
