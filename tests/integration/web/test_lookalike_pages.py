"""What could be mistaken for the school, judged on the desk."""

import pytest

from orm.model.judgement import Category
from orm.model.letters import MailState
from orm.model.lookalikes import Verdict
from tests.factories_account_pages import (
    JUDGE,
    ST_ORRINS,
    WRENBECK,
    page,
    posing,
    press,
    scored,
    words,
)
from tests.factories_desk import PEOPLE


def judge(desk, found, verdict="innocent", person="comms", **fields):
    told = {"verdict": verdict, "reason": "the PTA, we know them", "seen": "open", **fields}
    return press(desk, f"/lookalikes/{found.id}", person, **told)


def of(desk, found):
    every = desk.house.edges.store.lookalikes.of([WRENBECK, ST_ORRINS])
    return next(each for each in every if each.id == found.id)


@pytest.mark.parametrize("person", [name for name, *_ in PEOPLE])
def test_a_lookalike_is_judged_by_the_comms_lead_and_the_headteacher(desk, person):
    found = posing(desk)[0]

    answer = judge(desk, found, person=person)

    assert answer.status_code == (303 if person in JUDGE else 404)
    assert (of(desk, found).verdict is Verdict.INNOCENT) == (person in JUDGE)


def test_an_impostor_becomes_a_case_that_the_headteacher_opens(desk):
    found = posing(desk)[0]

    answer = judge(desk, found, "impostor", "head", reason="it asks for money in our name")

    case = desk.house.edges.store.case(of(desk, found).ref).case
    assert answer.headers["location"] == f"/cases/{case.ref}"
    assert desk.browser("head").get(f"/cases/{case.ref}").status_code == 200
    assert case.category is Category.T15
    assert case.sealed is False
    assert f"/cases/{case.ref}" in page(desk, "head")


def test_the_comms_lead_hands_an_impostor_on_to_who_decides(desk):
    found = posing(desk)[0]

    answer = judge(desk, found, "impostor", reason="it asks for money in our name")

    assert answer.headers["location"].endswith("done=lookalike-handed-on")
    ref = of(desk, found).ref
    assert ref
    assert str(ref) not in page(desk)
    assert desk.browser("comms").get(f"/cases/{ref}").status_code == 404
    to_head = [
        mail
        for mail in desk.house.edges.store.outbox()
        if mail.letter.recipient == "head@wrenbeck.example"
    ]
    told = [mail for mail in to_head if str(ref) in mail.letter.text]
    assert [mail.state for mail in told] == [MailState.SENT]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reason": ""}, 422),
        ({"reason": "x" * 301}, 422),
        ({"verdict": "nonsense"}, 422),
        ({"verdict": ""}, 422),
        ({"seen": "innocent"}, 409),
        ({"seen": ""}, 409),
    ],
)
def test_a_bad_judgement_changes_nothing_and_opens_no_case(desk, fields, status):
    found = posing(desk)[0]
    before = desk.house.edges.store.cases()

    answer = judge(desk, found, **{"verdict": "impostor", **fields})

    assert answer.status_code == status
    assert of(desk, found) == found
    assert desk.house.edges.store.cases() == before


def test_who_judges_second_is_told_and_no_case_is_opened(desk):
    found = posing(desk)[0]
    judge(desk, found, person="head")
    before = desk.house.edges.store.cases()

    answer = judge(desk, found, "impostor")

    assert answer.status_code == 409
    assert "while you were reading" in answer.text
    assert of(desk, found).verdict is Verdict.INNOCENT
    assert desk.house.edges.store.cases() == before


def test_a_word_on_a_lookalike_is_taken_back(desk):
    found = posing(desk)[0]
    judge(desk, found)
    assert "already judged (1)" in words(page(desk))

    assert judge(desk, found, "open", seen="innocent", reason="not so sure").status_code == 303

    assert of(desk, found).verdict is Verdict.OPEN


def test_taking_an_impostor_back_leaves_its_case_to_who_decides_it(desk):
    found = posing(desk)[0]
    judge(desk, found, "impostor", "head")
    ref = of(desk, found).ref

    judge(desk, found, "open", "head", seen="impostor", reason="it is the PTA after all")

    assert of(desk, found).ref is None
    assert desk.house.edges.store.case(ref).case.ref == ref


def test_another_schools_lookalike_is_not_found(desk):
    theirs = posing(desk, scored(), school_id=ST_ORRINS)[0]

    for number in (theirs.id, 999_999, "x"):
        told = press(desk, f"/lookalikes/{number}", verdict="innocent", reason="we know them")
        assert told.status_code == 404
    assert of(desk, theirs).verdict is Verdict.OPEN
