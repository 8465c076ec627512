"""The commands as an operator types them: what they say, what they write, how they end."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sources.registry import SOURCES
from tests.factories_cli import typed
from tests.factories_lived import free_port
from tests.factories_sources import golden_cases

ROOT = Path(__file__).parents[2]
ANSWERS = (
    "Wrenbeck Primary School\nHarrowmere HM4 7QT\nwrenbeck.example\n"
    "head@wrenbeck.example\nchair@wrenbeck.example\n"
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Herald</title>
<link>https://herald.example/</link><description>News</description>
<item><title>Fair raises money</title><link>https://herald.example/1</link></item></channel></rss>"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def orm(*words, answers=None):
    return typed(words, answers=answers)


def all_off(text: str) -> str:
    """The configuration with every source switched off."""
    return re.sub(r"(?m)^(\[sources\.\w+\])$", r"\1\nenabled = false", text)


@pytest.fixture
def house(folder, sqlite_copy):
    assert orm("init", answers=ANSWERS).exit_code == 0
    text = (folder / "config.toml").read_text("utf-8")
    (folder / "config.toml").write_text(all_off(text), "utf-8")
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    sqlite_copy(folder / "data")
    return folder


def test_five_answers_make_a_configuration_that_loads(house):
    checked = orm("check", "--json")

    rows = {row["what"]: row for row in json.loads(checked.stdout)}
    assert {name for name, row in rows.items() if row["works"] == "yes"} == {
        "configuration",
        "database",
        "evidence",
        "mail",
        "policy",
        "letters",
    }
    assert {row["works"] for row in rows.values()} == {"yes", "-"}
    assert checked.exit_code == 0


def test_check_says_of_each_source_how_it_may_be_used_and_what_it_waits_for(house):
    rows = {row["what"]: row["says"] for row in json.loads(orm("check", "--json").stdout)}

    assert rows["gdelt"] == "class A; switched off"
    assert rows["google_news"] == "class B; switched off"
    assert {shape.name for shape in SOURCES} <= set(rows)


def test_a_source_that_is_on_and_has_nothing_to_ask_for_says_so(house):
    text = (house / "config.toml").read_text("utf-8")
    on = text.replace("[sources.discourse]\nenabled = false", "[sources.discourse]")
    (house / "config.toml").write_text(on, "utf-8")

    rows = {row["what"]: row["says"] for row in json.loads(orm("check", "--json").stdout)}

    assert rows["discourse"].startswith("class A; asks nothing: it has no entry")


def test_a_source_without_its_key_is_not_configured_and_no_error(house):
    text = (house / "config.toml").read_text("utf-8")
    (house / "config.toml").write_text(
        text.replace("[sources.guardian]\nenabled = false", "[sources.guardian]\nenabled = true"),
        "utf-8",
    )

    checked = orm("check", "--json")

    rows = {row["what"]: row["says"] for row in json.loads(checked.stdout)}
    assert rows["guardian"] == "class C; not configured: it has no key"
    assert checked.exit_code == 0


def test_a_plan_says_what_each_source_will_ask_before_anything_is_asked(house):
    text = (house / "config.toml").read_text("utf-8")
    on = text.replace("[sources.gdelt]\nenabled = false", "[sources.gdelt]")
    (house / "config.toml").write_text(on, "utf-8")

    rows = {row["source"]: row for row in json.loads(orm("check", "--plan", "--json").stdout)}

    assert set(rows) == {"gdelt", "school_website"}  # the website is looked at once a week
    row = rows["gdelt"]
    assert (row["source"], row["class"], row["polls"]) == ("gdelt", "A", 1)
    assert (row["calls a day"], row["at most"]) == (8.0, 24.0)  # every three hours, every hour


def test_a_wrong_answer_is_asked_again(folder):
    answers = ANSWERS.replace("Harrowmere HM4 7QT", "Harrowmere\nHarrowmere HM4 7QT")

    assert orm("init", answers=answers).exit_code == 0


def test_an_existing_configuration_is_left_as_it_is(folder):
    (folder / "config.toml").write_text("mine", "utf-8")

    ended = orm("init", answers=ANSWERS)

    assert ended.exit_code == 2
    assert (folder / "config.toml").read_text("utf-8") == "mine"


def test_every_problem_of_a_configuration_is_listed_and_nothing_is_written(house):
    text = (house / "config.toml").read_text("utf-8").replace("HM4 7QT", "HM4")
    (house / "config.toml").write_text(text + "\n[digests]\nwekday = 1\n", "utf-8")
    before = sorted(house.rglob("*"))

    ended = orm("collect")

    assert ended.exit_code == 2
    assert "schools[0].postcode" in ended.stderr
    assert "digests" in ended.stderr
    assert sorted(house.rglob("*")) == before


def test_a_missing_database_says_which_command_makes_it(folder):
    orm("init", answers=ANSWERS)

    ended = orm("case", "list")

    assert ended.exit_code == 2
    assert "orm db upgrade" in ended.stderr


def test_nobody_goes_on_the_web_for_the_example_school(folder):
    (folder / "config.toml").write_bytes((ROOT / "config.toml").read_bytes())
    orm("db", "upgrade")

    ended = orm("collect")

    assert ended.exit_code == 2
    assert "orm init" in ended.stderr


def test_upgrading_twice_is_safe(house):
    assert orm("db", "upgrade").exit_code == 0


def test_a_saved_feed_is_read_offline_one_item_a_line(folder):
    (folder / "saved.xml").write_text(FEED, "utf-8")

    ended = orm("parse", "feed", "saved.xml", "--url", "https://herald.example/rss", "--json")

    assert [json.loads(line)["title"] for line in ended.stdout.splitlines()] == [
        "Fair raises money"
    ]


def test_a_saved_page_that_is_no_feed_exits_3_with_the_errors_name(folder):
    (folder / "saved.html").write_text("<html><body>Maintenance</body></html>", "utf-8")

    ended = orm("parse", "feed", "saved.html")

    assert ended.exit_code == 3
    assert ended.stderr.startswith("Unreadable: ")


def test_the_status_and_the_headers_of_a_saved_answer_count(folder):
    (folder / "saved.json").write_text("{}", "utf-8")
    (folder / "head.txt").write_text("HTTP/1.1 429 Too Many\r\nRetry-After: 60\r\n", "utf-8")

    ended = orm("parse", "gdelt", "saved.json", "--status", "429", "--headers", "head.txt")

    assert ended.exit_code == 3
    assert ended.stderr.startswith("RateLimited: ")


def test_a_missing_file_of_headers_is_named(folder):
    (folder / "saved.json").write_text("{}", "utf-8")

    ended = orm("parse", "gdelt", "saved.json", "--headers", "no-such.txt")

    assert ended.exit_code == 2
    assert "no-such.txt" in ended.stderr


@pytest.mark.parametrize("shape", SOURCES, ids=lambda shape: shape.name)
def test_every_source_reads_its_own_answers_without_a_configuration(folder, shape):
    """One of its golden answers at least, given as a file alone."""
    outcomes = [
        orm("parse", shape.name, str(case.body), "--url", case.response().url, "--json")
        for case in golden_cases(shape.name)
        if "items" in case.expected()
    ]

    assert any(ended.exit_code == 0 and ended.stdout for ended in outcomes)


def test_a_source_that_does_not_exist_is_named_with_those_that_do(folder):
    ended = orm("parse", "feeed", "saved.html")

    assert ended.exit_code == 2
    assert "review_page" in ended.stderr


def test_a_dry_run_says_what_would_be_asked_and_asks_nothing(house):
    text = (house / "config.toml").read_text("utf-8")
    on = text.replace("[sources.school_website]\nenabled = false", "[sources.school_website]")
    (house / "config.toml").write_text(on, "utf-8")

    ended = orm("collect", "--dry-run", "--json")

    assert "https://wrenbeck.example/" in [row["address"] for row in json.loads(ended.stdout)]


@pytest.mark.parametrize("week", ["2026-W99", "last", "2025-W53"])
def test_a_week_that_does_not_exist_is_a_plain_error(house, week):
    ended = orm("digest", "--week", week)

    assert ended.exit_code == 2
    assert "--week" in ended.stderr


def test_a_digest_can_be_looked_at_without_sending_it(house):
    ended = orm("digest", "--preview", "look")

    assert ended.exit_code == 0
    kinds = Counter(path.suffix for path in (house / "look").iterdir())
    assert kinds == {".txt": 2, ".html": 2, ".eml": 2}
    assert not list((house / "data").rglob("*.eml"))


def test_the_email_of_a_preview_is_the_one_that_is_sent(house):
    orm("digest", "--preview", "look")
    orm("digest", "--send")

    def but_for_the_hour(folder):
        lines = [each.read_bytes().splitlines(keepends=True) for each in folder.glob("*.eml")]
        return sorted(b"".join(x for x in each if not x.startswith(b"Date: ")) for each in lines)

    assert but_for_the_hour(house / "look") == but_for_the_hour(house / "data" / "outbox")


def test_pictures_without_a_place_for_them_are_a_plain_error(house):
    ended = orm("digest", "--pictures")

    assert ended.exit_code == 2
    assert "--preview DIR" in ended.stderr


def test_a_digest_is_sent_once_however_often_it_is_asked_for(house):
    first, second = orm("digest", "--send"), orm("digest", "--send")

    assert "2 sent" in first.stdout
    assert "nothing is queued twice" in second.stdout
    assert len(list((house / "data" / "outbox").glob("*.eml"))) == 2


def test_a_case_is_not_shown_to_somebody_who_is_nobody(house):
    ended = orm("case", "show", "K7QD-2MX9", "--as", "stranger@wrenbeck.example")

    assert ended.exit_code == 2
    assert "nobody's id or address" in ended.stderr


def on_a_free_port(house):
    """The house's desk where no other test's is; its address."""
    path, port = house / "config.toml", free_port()
    text = path.read_text("utf-8")
    usual = '#listen = "127.0.0.1:8770"'
    assert usual in text
    path.write_text(text.replace(usual, f'listen = "127.0.0.1:{port}"'), "utf-8")
    return f"http://127.0.0.1:{port}"


def test_a_termination_signal_ends_a_run_cleanly(house):
    url = on_a_free_port(house)
    command = [sys.executable, "-m", "orm", "run"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as run:  # noqa: S603 - our own module
        told = iter(run.stdout or ())
        assert next(told).startswith("Watching 1 school")
        assert next(told) == f"The desk is at {url}/\n"
        assert next(told).startswith("Nobody can sign in yet")
        assert next(told).startswith(f"  {url}/enter/")
        run.send_signal(signal.SIGTERM)
        rest = list(told)

    assert (run.returncode, rest) == (0, ["Ended cleanly.\n"])


def test_a_dry_run_writes_nothing(house):
    database = house / "data" / "orm.db"
    before = database.read_bytes()

    assert orm("collect", "--dry-run").exit_code == 0

    assert database.read_bytes() == before
