"""The sentence bank takes numbers and its own words, and nothing else (domain.md §5.3)."""

from itertools import product

import pytest

from orm.leaks.parts import parts, plain_words
from orm.leaks.screen import without_texts
from orm.model.cases import CaseRef, CaseState
from orm.model.judgement import ALWAYS_SEALED, Category, Severity
from orm.model.polls import Outcome
from reports import bank
from reports.digest import digest
from tests.factories_leaks import LICENCE
from tests.factories_weeks import (
    EVERYBODY,
    IT,
    NOW,
    case,
    facts,
    health,
    huge_week,
    normal_week,
    rules,
    school,
    sealed_case,
    unread,
)

FREE = "Tamsin Ruddlewick"


@pytest.mark.parametrize(
    "text", [FREE, "", "{theme}", "news site", f"{bank.word('place', 'news')}"]
)
def test_a_sentence_takes_no_text_that_the_bank_has_not_made(text):
    with pytest.raises(TypeError):
        bank.say("praise_for", theme=text, number=1)


@pytest.mark.parametrize(
    "join", [lambda x: bank.listed(x, most=2), lambda x: bank.joined(x, by=" ")]
)
def test_sentences_are_only_joined_with_sentences_of_the_bank(join):
    with pytest.raises(TypeError):
        join([bank.say("no_date"), FREE])


def test_text_of_the_bank_that_is_put_together_elsewhere_is_ordinary_text_again():
    assert not isinstance(bank.say("no_date") + FREE, bank.Said)
    assert not isinstance(f"{bank.say('no_date')}", bank.Said)


def test_braces_in_a_word_are_not_filled():
    assert bank.say("case", kind=bank.Said("{place}"), place=bank.Said("x")) == "{place}, x"


@pytest.mark.parametrize("ref", [FREE, "K7QD-2MX9 x", "k7qd-2mx9", "", "{ref}"])
def test_only_a_reference_is_a_reference(ref):
    with pytest.raises(ValueError, match="no case reference"):
        bank.reference(CaseRef(ref))


def test_every_sentence_names_only_slots_that_are_used():
    assert bank.say("theme", number=2, usual=bank.say("usually", median=bank.median(2.5))) == (
        "2 (usually 2.5)"
    )


@pytest.mark.parametrize("category", list(Category))
def test_who_may_not_know_a_category_reads_the_same_for_all(category):
    assert bank.entry(category).count == "Case to open"
    assert bank.entry(category).with_the_dsl(1) == "1 item with the DSL. Nothing for you to do."


@pytest.mark.parametrize("subtype", "abcd")
def test_each_kind_of_staff_post_has_words_of_its_own(subtype):
    assert bank.entry(Category.T16, subtype).digest != bank.entry(Category.T16).digest
    assert bank.entry(Category.T16, subtype).ground == bank.entry(Category.T16).ground


def test_an_unknown_subtype_says_what_its_category_says():
    assert bank.entry(Category.T6, FREE) == bank.entry(Category.T6)


@pytest.mark.parametrize("severity", list(Severity))
def test_the_subject_of_an_alert_depends_on_severity_alone(severity):
    name = "subject_S4" if severity is Severity.S4 else "subject"

    said = bank.fixed("alert", name, ref=bank.reference(CaseRef("K7QD-2MX9")))

    assert said.replace("K7QD-2MX9", "") in {"URGENT - open case ", "Case  needs you today"}


def every_kind_of_week():
    silent = health("bluesky", overdue_silence=True, silent_since=NOW)
    partly = health("brave", polls=4, outcomes=((Outcome.NONE, 2), (Outcome.THROTTLED, 2)))
    back = health("reddit", failed_until=NOW)
    failures = [unread("gias", each) for each in Outcome if not each.measured]
    closed = (case(state=CaseState.REMOVED), case("AA-AA", state=CaseState.CLOSED), sealed_case())
    return (
        normal_week(),
        huge_week(),
        facts(),
        facts(health=()),
        facts(health=(unread(),), cases=(case(), sealed_case())),
        facts(
            health=(health(), silent, partly, back, *failures),
            undelivered=1,
            unanswered=1,
            brought=2,
        ),
        facts(cases=closed, purged=1, brought=1),
    )


@pytest.mark.parametrize("week", every_kind_of_week())
def test_every_fixed_word_of_a_digest_is_known_to_the_safety_check(week):
    names = LICENCE.with_names(["Wrenbeck Primary School", "herald feed", "parentpost", "source"])
    unknown = set()
    for reader, people, desk in product(EVERYBODY, (EVERYBODY, (IT,)), ("", rules().desk_url)):
        letter = digest(
            without_texts(week),
            school=school(),
            reader=reader,
            contacts=people,
            rules=rules(desk_url=desk),
            now=NOW,
        )
        read = (letter.subject, letter.text)
        assert parts(letter).texts[:2] == read
        unknown |= {word for text in read for word in plain_words(text).split()}

    refs = {part.casefold() for each in week.cases for part in each.ref.split("-")}
    assert {word for word in unknown - refs if not names.knows(word)} <= {
        "https", "desk", "wrenbeck", "example",
    }  # fmt: skip


def test_sealed_categories_are_those_of_the_audience():
    assert {each for each in Category if bank.entry(each).sealed} == ALWAYS_SEALED
