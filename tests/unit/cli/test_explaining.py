"""What a judgement says in plain English, and which words it never repeats."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from orm.cli.explaining import explained, find_school, item_of
from orm.cli.explanation_lines import (
    UNREPEATED,
    about_lines,
    author_lines,
    finding_lines,
    kind_lines,
    lines,
    reason_lines,
    route_lines,
    tone_lines,
)
from orm.errors import ConfigError
from orm.evaluation.house import trial_house
from orm.model.items import Kind
from orm.model.judgement import (
    Assessment,
    AuthorType,
    Evidence,
    Mention,
    Retain,
    Stance,
    Verdict,
)
from orm.model.schools import Role
from orm.model.settings import Retention
from orm.reading.explanation import about, finding, may_repeat, tone
from orm.reading.plain_words import AUTHORS, ROLES, STANCES, VERDICTS, how_sure, moment, quotable
from orm.reading.policy_words import policy_words
from tests.factories import NOW, school
from tests.factories_match import ST_ORRINS, WRENBECK
from tests.factories_triage import decided, house_policy, post

COMPLAINT = "I have emailed Wrenbeck Primary three times about my son and had no reply"
INSULT = "Vane is a useless, vile little man and everyone at Wrenbeck Primary knows it"
SEALED = "Mrs Vane locks kids in her office at Wrenbeck Primary"
CHILD = "im 9 and i go to wrenbeck primary add me i live at the flats"
POLICY = policy_words(house_policy())


def said_of(decision, *, words=True):
    return finding(decision, POLICY, words=words, retention=Retention())


def text_of(decision, *, words=True):
    return "\n".join(finding_lines(said_of(decision, words=words)))


@pytest.fixture(scope="module")
def house():
    with trial_house([WRENBECK, ST_ORRINS], now=NOW) as house:
        yield house


def explanation(house, text, *, author="", title=""):
    return explained(house, WRENBECK, item_of(text, Kind.POST, author, title), text)


def test_every_answer_that_a_judgement_can_give_has_words():
    assert set(VERDICTS) == set(Verdict)
    assert set(STANCES) == set(Stance)
    assert set(AUTHORS) == set(AuthorType)
    assert set(ROLES) == set(Role)


def test_each_ground_is_said_in_the_policys_words_with_the_words_it_rests_on():
    told = "\n".join(kind_lines(said_of(decided(COMPLAINT))))

    assert "T4 Complaint that needs an answer" in told
    assert "A person's own problem with the school that needs an answer: “I have emailed”" in told


def test_a_ground_that_the_policy_does_not_know_is_shown_by_its_id():
    decision = decided(COMPLAINT)
    unknown = said_of(
        type(decision)(
            **{
                **{name: getattr(decision, name) for name in decision.__slots__},
                "grounds": (type(decision.grounds[0])("learned-1"),),
            }
        )
    )

    assert "(learned-1)" in "\n".join(kind_lines(unknown))


def test_the_words_that_show_who_wrote_it_are_quoted():
    assert list(author_lines(said_of(decided(COMPLAINT)))) == [
        "Who wrote it? A parent, carer or governor: “my son”."
    ]


def test_an_author_that_nothing_shows_is_not_guessed():
    assert list(author_lines(said_of(decided(INSULT)))) == ["Who wrote it? Nothing shows it."]


def test_an_author_that_the_kind_of_page_shows_says_so():
    news = decided(post("Wrenbeck Primary choir wins award", kind=Kind.NEWS))

    assert "the place where it stands shows it" in said_of(news).author.says


def test_what_may_not_be_done_names_the_gate_and_the_reason():
    told = list(route_lines(said_of(decided(INSULT))))

    assert (
        "  Ask the author to take it down: nothing shows that the author is of the school"
        " community (gate G6, Author unknown by default)"
    ) in told


def test_routes_that_are_shut_for_one_reason_share_a_line():
    told = "\n".join(route_lines(said_of(decided(COMPLAINT))))

    assert told.count("the policy never asks for removal of this kind of post") == 1


@pytest.mark.parametrize("text", [SEALED, CHILD])
def test_no_word_of_what_is_sealed_or_kept_as_a_pointer_may_be_repeated(text):
    assert not may_repeat(decided(text))


def test_a_finding_without_words_says_so_and_quotes_nothing():
    told = text_of(decided(SEALED), words=False)

    assert UNREPEATED in told
    assert "“" not in told


def test_a_sealed_post_is_explained_by_its_rules_and_none_of_its_words(house):
    told = explanation(house, f"{SEALED} in Harrowmere", title="The cupboard", author="Ivo Marl")

    everything = f"{asdict(told)} {list(lines(told))}".casefold()
    assert told.finding.hands.sealed
    assert told.finding.kind.grounds
    assert not any(word in everything for word in ("vane", "locks kids", "cupboard", "marl"))


def test_a_sealed_post_names_who_would_be_told(house):
    told = explanation(house, f"{SEALED} in Harrowmere")

    assert told.finding.hands.alerted == (
        "Headteacher, headteacher",
        "Dsl, designated safeguarding lead (DSL)",
    )


def test_a_childs_post_is_kept_as_a_pointer_and_not_repeated(house):
    told = explanation(house, CHILD)

    assert told.finding.kept == "The address and the times. No words and no author."
    assert "flats" not in str(asdict(told))


def test_what_a_search_would_leave_out_is_explained_as_if_a_person_had_brought_it(house):
    told = explanation(house, "My son has had no reply to three emails")

    assert told.about.answer == "no"
    assert told.about.says == "none of the school's names is in it"
    assert "orm intake" in told.read_as
    assert told.finding.author.type is AuthorType.PARENT


def test_what_a_search_would_find_is_explained_as_found(house):
    told = explanation(house, f"{COMPLAINT}, Harrowmere")

    assert (told.about.answer, told.read_as) == ("yes", "")


def test_a_danger_to_life_elsewhere_is_explained_as_raised(house):
    told = explanation(house, "there is a bomb in wrenbeck primary academy, tollworth, 11am")

    assert told.about.answer == "no"
    assert told.read_as == ""
    assert told.finding.hands.opens_case


def test_an_explanation_leaves_no_case_and_no_letter(house):
    explanation(house, f"{SEALED} in Harrowmere")

    assert house.edges.store.cases() == ()
    assert house.edges.store.outbox() == ()


def test_a_text_that_is_not_read_to_its_end_says_how_much_was(house):
    (note,) = explanation(house, "Wrenbeck Primary is cold. " * 4_000).notes

    assert "only the first" in note


def test_a_text_that_is_read_whole_has_no_note(house):
    assert explanation(house, COMPLAINT).notes == ()


def test_a_reason_for_and_one_against_are_told_apart():
    mention = Mention(
        WRENBECK.id,
        Verdict.UNSURE,
        0.35,
        (Evidence("place-town", "Harrowmere", 0.3), Evidence("elsewhere", "Tollworth", -0.45)),
    )

    told = list(about_lines(about("Wrenbeck Primary School", mention, words=True)))

    assert told[0].startswith("Is it about Wrenbeck Primary School? Not sure:")
    assert told[1].startswith("  against  It names a place where another school")
    assert told[2] == "  for      It names the school's town: “Harrowmere” (counts; place-town)"


def test_reasons_that_may_not_be_quoted_keep_their_sentences():
    mention = Mention(
        WRENBECK.id, Verdict.US, 1.0, (Evidence("name-full", "Wrenbeck Primary", 0.5),)
    )

    (told,) = reason_lines(about("Wrenbeck", mention, words=False).reasons)

    assert told == "  for      It gives the school's full name (counts a lot; name-full)"


@pytest.mark.parametrize(
    ("verdict", "score", "says"),
    [
        (Verdict.US, 0.9, "much speaks for it"),
        (Verdict.US, 0.5, "enough speaks for it"),
        (Verdict.UNSURE, 0.4, "too little to be sure"),
        (Verdict.NOT_US, 0.1, "too little speaks for it"),
        (Verdict.NOT_US, 0.4, "comes before the score"),
        (Verdict.US, 0.0, "comes before the score"),
    ],
)
def test_a_score_is_said_in_words_with_its_number(verdict, score, says):
    assert says in how_sure(verdict, score)
    assert f"{score:.2f}" in how_sure(verdict, score)


def test_the_tone_names_the_sentences_that_moved_it_most():
    said = tone(Assessment(Stance.NEGATIVE, -0.4, (0.0, -0.2, 0.1, -0.9, 0.5), "engine"))

    assert [each.number for each in said.moved_by] == [4, 5, 2]
    assert list(tone_lines(said))[1] == (
        "  moved most by sentence 4 (-0.90), sentence 5 (+0.50), sentence 2 (-0.20), of 5"
    )


def test_a_text_without_tone_names_no_sentence():
    assert len(list(tone_lines(tone(Assessment(Stance.NEUTRAL, 0.0, (0.0,), "engine"))))) == 1


def test_times_are_those_of_london():
    assert moment(datetime(2026, 7, 1, 15, 0, tzinfo=UTC)) == "Wed 01 Jul 2026, 16:00"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb\x00c", "a [31mb c"),
        ("\u202eabc\u202c", "abc"),
        ("a\u200bb", "a b"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 2),
        ("two\nlines\tof  it", "two lines of it"),
        ("x" * 200, "x" * 119 + "…"),
    ],
)
def test_a_quotation_is_one_line_that_can_do_nothing_to_a_terminal(text, shown):
    assert quotable(text) == shown


@pytest.mark.parametrize(
    ("decision", "kept"),
    [
        (decided(COMPLAINT), "as long as the case needs them"),
        (decided("Lovely day at Wrenbeck Primary"), "The words, for 90 days."),
        (decided(SEALED), "for 30 days after it is closed"),
        (decided(COMPLAINT, verdict=Verdict.NOT_US), "Nothing of the post but a fingerprint"),
        (decided(CHILD), "No words and no author."),
    ],
)
def test_what_is_kept_follows_the_decision(decision, kept):
    assert kept in said_of(decision).kept


def test_every_way_of_keeping_is_covered():
    kept = {decided(text).retain for text in (COMPLAINT, CHILD)}

    assert kept | {decided(COMPLAINT, verdict=Verdict.NOT_US).retain} == set(Retain)


SCHOOLS = (
    school(),
    school(id="st-orrins", name="St Orrin's C of E Primary School"),
    school(id="wrenbeck-junior", name="Wrenbeck Junior School"),
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("wrenbeck", "wrenbeck"),
        ("WRENBECK", "wrenbeck"),
        ("Junior", "wrenbeck-junior"),
        (" orrin's ", "st-orrins"),
    ],
)
def test_a_school_is_found_by_its_id_or_an_unmistakable_part_of_its_name(wanted, found):
    assert find_school(SCHOOLS, wanted).id == found


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("Ashgrove", "no school is called so; write one of: wrenbeck (Wrenbeck Primary School)"),
        ("", "no school is called so"),
        ("wrenb", "2 schools have it in their names; write one of: wrenbeck (Wrenbeck"),
    ],
)
def test_a_school_that_is_not_clear_is_refused_with_the_ids_to_choose_from(wanted, says):
    with pytest.raises(ConfigError, match="--school") as refused:
        find_school(SCHOOLS, wanted)

    assert says in str(refused.value)


def test_a_long_register_is_not_told_in_full():
    many = tuple(school(id=f"school-{number}", name=f"Mere {number}") for number in range(500))

    with pytest.raises(ConfigError, match=r"and 480 more \(orm schools list\)"):
        find_school(many, "Ashgrove")
