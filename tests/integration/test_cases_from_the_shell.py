"""Cases, schools and the demo's end as a person at a terminal meets them."""

import json
import shutil

import pytest

from orm.cli import demo_report
from orm.model.judgement import Category
from tests.factories_cli import typed

REGISTER = """URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,EstablishmentTypeGroup (name)
990101,Wrenbeck Primary School,Open,Harrowmere,HM4 7QT,Local authority maintained schools
990177,Wrenbeck Primary School,Open,Tollworth,TW1 1AA,Academies
"""


@pytest.fixture
def folder(lived, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(lived.folder, copy)
    return copy


def orm(folder, *words):
    return typed([*words, "--config", str(folder / "config.toml")])


def first(lived, *, sealed, school="wrenbeck", owner="dsl"):
    return next(
        case.ref
        for case in lived.house.edges.store.cases()
        if case.sealed is sealed and case.school_id == school and case.owner == owner
    )


def test_a_list_of_cases_says_nothing_of_sealed_ones_but_that_they_are_there(lived, folder):
    ref = first(lived, sealed=True)

    rows = json.loads(orm(folder, "case", "list", "--json").stdout)

    (row,) = [row for row in rows if row["case"] == ref]
    assert (row["kind"], row["severity"]) == ("not shown here", "")


def test_a_case_shows_its_owner_what_was_seen_and_why_it_was_flagged(lived, folder):
    ref = first(lived, sealed=False, owner="headteacher")
    file = lived.house.edges.store.case(ref)

    shown = orm(folder, "case", "show", ref.lower(), "--as", "head@wrenbeck.example").stdout

    assert file.seen[0].url in shown
    assert all(ground.rule in shown for ground in file.decision.grounds)
    assert all(locked.reason in shown for locked in file.decision.locked)


def test_a_sealed_case_opens_for_the_dsl_and_the_opening_is_recorded(lived, folder):
    ref = first(lived, sealed=True)

    opened = orm(folder, "case", "show", ref, "--as", "dsl@wrenbeck.example")
    again = orm(folder, "case", "show", ref, "--as", "dsl@wrenbeck.example", "--json")

    assert opened.exit_code == 0
    actors = [event["actor"] for event in json.loads(again.stdout)["events"]]
    assert [actor for actor in actors if actor != "orm"] == ["wrenbeck-dsl"]


@pytest.mark.parametrize("reader", ["office@wrenbeck.example", "head@st-orrins.example"])
def test_a_sealed_case_does_not_exist_for_anybody_else(lived, folder, reader):
    ended = orm(folder, "case", "show", first(lived, sealed=True), "--as", reader)

    assert ended.exit_code == 2
    assert ended.stderr.startswith("There is no case")
    assert not any(category.value in ended.stderr for category in Category)


def test_the_register_is_taken_in_and_adds_namesakes_to_the_watched_school(folder):
    (folder / "register.csv").write_text(REGISTER, "cp1252")

    taken = orm(folder, "schools", "import", str(folder / "register.csv"))

    rows = {row["id"]: row for row in json.loads(orm(folder, "schools", "list", "--json").stdout)}
    assert "2 open schools taken in; 1 of the 2 watched" in taken.stdout
    assert set(rows) == {"wrenbeck", "st-orrins"}
    assert rows["wrenbeck"]["namesakes"] == 6


def test_a_register_without_a_school_changes_nothing(folder):
    (folder / "register.csv").write_text(REGISTER.splitlines()[0], "cp1252")

    ended = orm(folder, "schools", "import", str(folder / "register.csv"))

    assert ended.exit_code == 2
    assert "nothing was changed" in ended.stderr


def test_the_demo_says_at_its_end_what_was_collected_flagged_and_where_the_digests_are(
    lived, capsys
):
    demo_report.print_report(lived)

    told = capsys.readouterr().out
    assert "youtube_feed" in told
    assert str(first(lived, sealed=False, owner="headteacher")) in told
    assert "digests/digest-wrenbeck-2026-w48-wrenbeck-head.html" in told
    assert (lived.folder / "digests" / "digest-wrenbeck-2026-w48-wrenbeck-head.html").exists()
