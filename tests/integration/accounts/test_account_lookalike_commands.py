"""Look-alikes from the shell: the list, and a person's word on one."""

import pytest

from orm.model.lookalikes import Verdict
from tests.factories_account_commands import WRENBECK, listed, orm, with_lookalike


def test_a_list_without_look_alikes_says_when_nobody_has_looked(folder):
    shown = orm(folder, "account", "lookalikes", "--school", "wrenbeck")

    assert "Nothing that could be mistaken" in shown.stdout
    assert "Not looked at yet" in shown.stderr


def test_look_alikes_are_listed_with_reasons_and_no_address_that_opens(folder, house):
    with_lookalike(house)

    (row,) = listed(folder, "lookalikes")
    shown = orm(folder, "account", "lookalikes").stdout

    assert (row["school"], row["score"], row["verdict"]) == ("wrenbeck", 0.8, "open")
    assert row["reasons"][0] == "+0.60 It has the school's name."
    assert row["address"] == "hxxps://bsky[.]example/notwrenbeck"
    assert "https:" not in shown
    assert listed(folder, "lookalikes", "--school", "st-orrins") == []


def test_a_look_alike_is_judged_by_a_person_and_the_word_can_be_taken_back(folder, house):
    found = with_lookalike(house)
    said = ("--by", "head", "--reason", "it is the PTA")

    assert orm(folder, "account", "lookalike", found.id, "innocent", *said).exit_code == 0
    kept = house.edges.store.lookalikes.of([WRENBECK])[0]
    assert (kept.verdict, kept.settled.by) == (Verdict.INNOCENT, "head")

    assert orm(folder, "account", "lookalike", found.id, "open", *said).exit_code == 0
    assert house.edges.store.lookalikes.of([WRENBECK])[0].verdict is Verdict.OPEN


def test_an_impostor_opens_a_case_that_names_who_said_so(folder, house):
    found = with_lookalike(house)

    ended = orm(
        folder, "account", "lookalike", found.id, "impostor", "--by", "office", "--reason", "not us"
    )

    assert ended.exit_code == 0, ended.stderr
    kept = house.edges.store.lookalikes.of([WRENBECK])[0]
    assert (kept.verdict, kept.settled.reason) == (Verdict.IMPOSTOR, "not us")
    assert f"orm case show {kept.ref} --as office@wrenbeck.example" in ended.stdout
    assert house.edges.store.case(kept.ref).case.category == "T15"


@pytest.mark.parametrize(
    ("by", "reason", "sentence"),
    [
        ("dsl", "it is the PTA", "dsl may not do this; it takes one of: comms, headteacher"),
        ("theirs", "it is the PTA", "theirs does not act for wrenbeck"),
        ("head", " ", "Say in a few words"),
        ("head", "x" * 301, "at most 300 characters"),
    ],
)
@pytest.mark.parametrize("verdict", ["innocent", "impostor"])
def test_who_may_not_judge_or_says_no_reason_changes_nothing(
    folder, house, verdict, by, reason, sentence
):
    found = with_lookalike(house)

    ended = orm(folder, "account", "lookalike", found.id, verdict, "--by", by, "--reason", reason)

    assert ended.exit_code == 2
    assert sentence in ended.stderr
    assert house.edges.store.lookalikes.of([WRENBECK]) == (found,)
    assert house.edges.store.cases() == ()
