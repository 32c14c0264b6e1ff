"""Work that is spread comes back whole and in order, also from a runner that breaks."""

from __future__ import annotations

import pickle
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial

import pytest

from extractors.model import Article, ConfigError, Entry, ParseError, Source, Topic
from flows.fanout import PART, _spread, extract_part, here
from flows.intake import StatusError
from flows.settings.load import load
from flows.visits import Announced, parts_by_host
from tests.flows.conftest import write_topic

FEED = Source(id="feed", kind="feed", url="https://a.example/feed")


def announced(url, source=FEED):
    return Announced(entry=Entry(source_id=source.id, url=url), source=source)


def test_a_host_is_in_one_part_only_and_small_hosts_share_one():
    visits = [announced(f"https://big.example/{n}") for n in range(3 * PART)]
    visits += [announced(f"https://{n}.example/") for n in range(10)]

    local, parts = parts_by_host(visits)

    assert not local
    assert [len(part) for part in parts] == [3 * PART, 10]


def test_what_lies_in_a_folder_here_is_read_here():
    folder = Source(id="drop", kind="directory", url="")

    local, parts = parts_by_host(
        [announced("", folder), announced("https://a.example/1")]
    )

    assert [each.source.id for each in local] == ["drop"]
    assert len(parts) == 1


@pytest.mark.parametrize(
    "error",
    [
        StatusError("https://a.example/", 503, "10"),
        ParseError("https://a.example/", "no_feed", "neither"),
        ConfigError(["one", "two"]),
    ],
)
def test_errors_travel_between_processes(error):
    arrived = pickle.loads(pickle.dumps(error))

    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_a_part_of_extraction_travels_and_gives_the_claims_of_each_article():
    at = datetime(2025, 6, 2, tzinfo=UTC)
    articles = [
        Article(
            article_id=f"v1{n}", url="", canonical_url="", source_id="s",
            published_at=at, fetched_at=at, text="Note\n" + text,
        )
        for n, text in enumerate(("The mill employs 400 people.", "", "Tarn sold it."))
    ]  # fmt: skip
    work = pickle.loads(pickle.dumps(partial(extract_part, Topic(id="mill"))))

    found = work(articles)

    assert [len(claims) for claims in found] == [1, 0, 1]


def test_an_article_that_breaks_extraction_takes_no_other_with_it():
    at = datetime(2025, 6, 2, tzinfo=UTC)
    whole, broken = (
        Article(
            article_id=f"v1{n}", url="", canonical_url="", source_id="s",
            published_at=at, fetched_at=at, text=text,
        )
        for n, text in enumerate(("Tarn sold the mill.", None))
    )  # fmt: skip

    found = extract_part(Topic(id="mill"), [whole, broken, whole])

    assert [claims and len(claims) for claims in found] == [1, None, 1]


def test_done_here_means_each_part_when_it_is_asked_for():
    done = []

    results = here("parts", done.append, [1, 2, 3])

    assert next(results) is None
    assert done == [1]


class Failing:
    """A task runner that takes every part and gives back one."""

    def __init__(self):
        self.taken = 0

    def submit(self, _task, parameters):
        self.taken += 1
        future = Future()
        if self.taken == 1:
            future.set_result(parameters["call"]())
        else:
            future.set_exception(ConnectionError("the worker is gone"))
        return future


def test_what_a_runner_does_not_give_back_is_done_here_once_and_in_order():
    said, done = [], []

    def double(number):
        done.append(number)
        return 2 * number

    results = list(_spread(Failing(), said.append, "double", double, range(5)))

    assert results == [0, 2, 4, 6, 8]
    assert done == [0, 1, 2, 3, 4]
    [line] = said
    assert line.startswith("double: the task runner is lost (ConnectionError")


def test_a_bug_in_a_part_is_heard():
    with pytest.raises(ZeroDivisionError):
        list(_spread(Failing(), lambda _: None, "part", lambda n: 1 // n, [1, 0]))


@pytest.mark.parametrize(
    "value", ["threads", "process:0", "dask", "dask:1.2.3.4", "ray"]
)
def test_a_wrong_task_runner_is_named(tmp_path, value):
    topic = write_topic(tmp_path, "http://127.0.0.1:9")

    with pytest.raises(ConfigError, match="CLAIMWATCH_TASK_RUNNER: must be thread"):
        load(topic, home=tmp_path, environ={"CLAIMWATCH_TASK_RUNNER": value})


def test_threads_of_this_process_are_the_default(tmp_path):
    topic = write_topic(tmp_path, "http://127.0.0.1:9")

    assert load(topic, home=tmp_path, environ={}).task_runner == "thread"
