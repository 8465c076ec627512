"""A person's word comes before the program's, and only where it was said."""

from dataclasses import replace

import pytest

from orm.match.settling import as_settled, scope_in, settle
from orm.match.verdict import scope_evidence
from orm.model.judgement import Evidence, Verdict
from orm.model.polls import Scope
from orm.model.schools import SchoolId
from orm.model.settlements import SETTLED
from tests.factories_settling import HERE, mention_of, said_of

OTHER = SchoolId("st-orrins")
WATCHED = {HERE, OTHER}


@pytest.mark.parametrize(("verdict", "weight"), [(Verdict.US, 1.0), (Verdict.NOT_US, -1.0)])
def test_the_persons_verdict_stands_and_their_word_is_the_first_reason(verdict, weight):
    (mention,) = settle([mention_of()], [said_of(verdict)], watched=WATCHED)

    assert mention.verdict is verdict
    assert mention.evidence == (
        Evidence(SETTLED, "Kit Merrow, 2026-11-18", weight),
        *mention_of().evidence,
    )


def test_the_score_stays_the_programs_so_that_its_mistake_can_be_seen():
    (mention,) = settle([mention_of()], [said_of(Verdict.NOT_US)], watched=WATCHED)

    assert mention.score == mention_of().score


def test_a_word_on_one_school_says_nothing_of_another():
    theirs = mention_of(school_id=OTHER)

    assert settle([theirs], [said_of(Verdict.NOT_US)], watched=WATCHED) == (theirs,)


def test_without_a_word_nothing_changes():
    assert settle([mention_of()], [], watched=WATCHED) == (mention_of(),)


def test_a_later_word_takes_the_place_of_an_earlier_one():
    before = as_settled(mention_of(), said_of(Verdict.US))

    after = as_settled(before, said_of(Verdict.NOT_US))

    assert [one.weight for one in after.evidence if one.rule == SETTLED] == [-1.0]


def test_what_no_longer_names_the_school_is_still_about_it_when_a_person_said_so():
    mentions = settle([mention_of(school_id=OTHER)], [said_of(Verdict.US)], watched=WATCHED)

    assert [(each.school_id, each.verdict) for each in mentions] == [
        (OTHER, Verdict.UNSURE),
        (HERE, Verdict.US),
    ]


def test_what_no_longer_names_the_school_and_is_not_about_it_is_no_mention():
    assert settle([], [said_of(Verdict.NOT_US)], watched=WATCHED) == ()


def test_a_school_that_is_no_longer_watched_gets_no_mention():
    assert settle([], [said_of(Verdict.US)], watched={OTHER}) == ()


@pytest.mark.parametrize("scope", Scope)
def test_the_scope_of_a_judgement_is_read_back_from_its_reasons(scope):
    evidence = (*mention_of().evidence, *scope_evidence(scope))

    assert scope_in(evidence) is scope
    assert (
        scope_in(as_settled(replace(mention_of(), evidence=evidence), said_of()).evidence) is scope
    )
