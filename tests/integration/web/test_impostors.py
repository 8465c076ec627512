"""A person says that something poses as the school: a case of the policy's, once, with its evidence."""

import pytest

from orm.errors import Conflict
from orm.model.judgement import AuthorType, Category, Route, Severity
from orm.model.lookalikes import Verdict
from orm.model.schools import SchoolId
from orm.wiring.accounts import confirm_impostor
from tests.factories_account_store import scored

HERE = SchoolId("wrenbeck")


@pytest.fixture
def found(empty_desk):
    store = empty_desk.house.edges.store
    store.lookalikes.record(HERE, [scored("did:plc:poser")], now=empty_desk.clock.now())
    (lookalike,) = store.lookalikes.of([HERE])
    return lookalike


def confirm(desk, lookalike, *, by="comms"):
    contact = next(each for each in desk.house.config.contacts if each.id == by)
    return confirm_impostor(
        desk.house,
        lookalike,
        by=contact,
        reason="it asks parents for money in our name",
        now=desk.clock.now(),
    )


def test_an_impostor_becomes_a_case_whose_routes_are_the_platforms_and_no_removal(
    empty_desk, found
):
    ref = confirm(empty_desk, found)

    file = empty_desk.house.edges.store.case(ref)
    assert (file.case.category, file.case.severity) == (Category.T15, Severity.S3)
    assert file.decision.author is AuthorType.UNKNOWN
    assert Route.PLATFORM_REPORT in file.decision.routes
    assert Route.DELETION_REQUEST not in file.decision.routes
    assert file.seen[0].url == found.scored.candidate.url
    assert [ground.rule for ground in file.decision.grounds] == ["person-says-impostor"]


def test_the_word_stays_with_the_case_and_who_said_it(empty_desk, found):
    ref = confirm(empty_desk, found)

    (kept,) = empty_desk.house.edges.store.lookalikes.of([HERE])
    assert (kept.verdict, kept.ref, kept.settled.by) == (Verdict.IMPOSTOR, ref, "comms")


def test_saying_it_twice_opens_one_case(empty_desk, found):
    ref = confirm(empty_desk, found)

    with pytest.raises(Conflict):
        confirm(empty_desk, found, by="head")
    assert [case.ref for case in empty_desk.house.edges.store.cases()] == [ref]


def test_what_it_said_of_itself_is_kept_as_evidence(empty_desk, found):
    ref = confirm(empty_desk, found)

    assert empty_desk.house.keeping.archive.holding(ref).standing != ()


def test_the_people_of_an_urgent_case_are_told_in_neutral_words(empty_desk, found):
    confirm(empty_desk, found)

    letters = [mail.letter for mail in empty_desk.house.edges.store.outbox(HERE)]
    assert letters
    candidate = found.scored.candidate
    told = " ".join(f"{letter.subject} {letter.text}" for letter in letters)
    assert not any(word in told for word in (candidate.handle, candidate.name, candidate.key))
