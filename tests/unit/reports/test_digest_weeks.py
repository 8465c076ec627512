"""What a week reads like: golden letters, the verdict, and what could not be seen."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orm.model.accounts import Check
from orm.model.judgement import Category, Route
from orm.model.polls import Outcome
from orm.model.schools import Role, SchoolId
from reports import words
from reports.digest import Upkeep, digest
from sources.registry import SOURCES as SHAPES
from tests.factories_weeks import (
    CHAIR,
    EVERYBODY,
    HEAD,
    NOW,
    accounts_week,
    case,
    contact,
    facts,
    health,
    huge_week,
    mention,
    normal_week,
    rules,
    school,
    sealed_case,
    unread,
)

GOLDEN = Path(__file__).parent / "golden"


def write(week, reader=HEAD, **changes):
    arguments = {
        "school": school(),
        "contacts": EVERYBODY,
        "rules": rules(),
        "now": NOW,
        **changes,
    }
    return digest(week, reader=reader, **arguments)


def test_a_key_that_ends_is_told_to_who_keeps_house_and_to_nobody_else():
    ends = "The key of x ends on 05 December 2026."
    upkeep = Upkeep(keys=(ends,))

    told = {each.id for each in EVERYBODY if ends in write(normal_week(), each, upkeep=upkeep).text}

    assert told == {"head", "deputy", "dpo", "network"}


def test_old_contact_details_are_told_to_who_can_have_them_checked_and_to_nobody_else():
    upkeep = Upkeep(contacts_checked_on=date(2025, 11, 2))
    says = (
        "Contact details of helplines and platforms were last checked on Sun 2 Nov 2025; "
        "ask the office to check them."
    )

    told = {
        each.id
        for each in EVERYBODY
        if says in " ".join(write(normal_week(), each, upkeep=upkeep).text.split())
    }

    assert told == {"head", "deputy", "network"}


def test_contact_details_that_were_checked_within_the_year_are_no_line():
    assert "Contact details" not in write(normal_week()).text


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.id)
def test_a_normal_week_reads_as_it_was_agreed_for_each_reader(reader):
    golden = (GOLDEN / f"normal_{reader.id}.txt").read_text(encoding="utf-8")

    letter = write(normal_week(), reader)

    assert f"{letter.subject}\n\n{letter.text}" == golden


@pytest.mark.parametrize(
    ("name", "week"),
    [("quiet", facts()), ("blind", facts(health=(unread(), unread("herald_feed"))))],
)
def test_a_week_without_mentions_reads_as_it_was_agreed(name, week):
    golden = (GOLDEN / f"{name}_head.txt").read_text(encoding="utf-8")

    letter = write(week)

    assert f"{letter.subject}\n\n{letter.text}" == golden


def test_a_quiet_week_that_was_read_says_that_nothing_needs_you():
    assert "\nNothing needs you this week.\n" in write(facts()).text


@pytest.mark.parametrize("week", [facts(health=(unread(),)), facts(health=())])
def test_a_week_in_which_nothing_was_read_never_says_that_nothing_needs_you(week):
    letter = write(week)

    assert "We could not look this week." in letter.text
    assert "Nothing needs you" not in letter.text
    assert letter.subject.endswith("- could not look (Wrenbeck Primary School)")


def test_a_week_in_which_nothing_was_read_shows_no_number_of_mentions():
    assert "0 mentions" not in write(facts(health=(unread(),))).text


def test_decisions_from_before_are_told_in_a_week_in_which_nothing_was_read():
    text = write(facts(health=(unread(),), cases=(case(),))).text

    assert "Still open: 1 decision, first due Wed 25 Nov, 16:00." in text


def test_a_source_that_was_not_read_is_named_under_the_verdict():
    text = write(facts(health=(health(), unread("mere_mum_blog")))).text

    assert (
        "Nothing needs you in what we could see.\n"
        "1 of 2 sources could not be read: mere mum blog.\n"
    ) in text


def test_gaps_of_both_sorts_are_one_number_under_the_verdict():
    partly = health("bluesky", polls=5, measured=3)
    text = write(facts(health=(health(), unread(), partly))).text

    assert "2 of 3 sources could not be read, or only in part: parentpost and Bluesky." in text


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.THROTTLED, "the site asked us to slow down"),
        (Outcome.REFUSED, "the site does not let us read it"),
        (Outcome.GONE, "the page no longer exists"),
        (Outcome.UNREADABLE, "the page has changed and cannot be read"),
        (Outcome.UNREACHABLE, "the site did not answer"),
    ],
)
def test_a_source_that_was_not_read_has_its_reason_and_its_last_success(outcome, reason):
    text = " ".join(write(facts(health=(health(), unread("blog", outcome)))).text.split())

    assert f"Blog: not read: {reason}; last read Thu 12 Nov." in text


def test_a_source_that_never_worked_says_so():
    never = health("blog", measured=0, last_measured_at=None, outcomes=())

    assert "Blog: not read: not asked yet; never read yet." in write(facts(health=(never,))).text


def test_a_source_read_in_part_is_not_a_source_that_was_read():
    partly = health(polls=5, measured=3, outcomes=((Outcome.NONE, 3), (Outcome.UNREACHABLE, 2)))
    text = write(facts(health=(partly,))).text

    assert "1 of 1 source could be read only in part: herald feed." in text
    assert "Herald feed: read in part, 3 of 5 pages: the site did not answer" in text


def test_a_source_that_stopped_in_the_middle_of_the_week_is_a_gap():
    stopped = health(
        last_measured_at=datetime(2026, 11, 17, 8, 0, tzinfo=UTC),
        outcomes=((Outcome.UNREACHABLE, 2),),
    )

    assert (
        "not read to the end of the week: the site did not" in write(facts(health=(stopped,))).text
    )


def test_one_failure_at_the_end_of_the_week_is_no_gap():
    blip = health(outcomes=((Outcome.NONE, 1), (Outcome.UNREACHABLE, 1)))

    assert "Nothing needs you this week." in write(facts(health=(blip,))).text


def test_every_source_has_a_name_that_a_reader_knows():
    assert set(words.SOURCES) == {shape.name for shape in SHAPES}


def test_a_source_that_is_read_again_after_an_outage_is_told():
    healed = health(failed_until=datetime(2026, 11, 18, 20, 0, tzinfo=UTC))

    assert "could not be read until Wed 18 Nov; it is read again." in " ".join(
        write(facts(health=(healed,))).text.split()
    )


def test_a_source_that_is_silent_for_too_long_is_told():
    silent = health(overdue_silence=True, silent_since=datetime(2026, 11, 3, tzinfo=UTC))

    assert "read, but nothing new since Tue 3 Nov: longer than usual." in " ".join(
        write(facts(health=(silent,))).text.split()
    )


def test_a_huge_week_is_still_one_screen():
    lines = write(huge_week()).text.splitlines()

    assert len(lines) <= 66
    assert max(map(len, lines)) <= 78


def test_a_huge_week_says_how_much_it_leaves_to_the_desk():
    text = write(huge_week()).text

    assert "and 7 more decisions" in text
    assert "and 498 more articles" in text
    assert "and 15 more sources" in text


def test_a_theme_stands_beside_the_median_of_the_eight_weeks_before():
    numbers = (1, 9, 2, 3, 0, 4, 2, 3)
    week = facts(
        mentions=tuple(mention(Category.T3, themes=("parking",)) for _ in range(6)),
        earlier=tuple((("parking", number),) if number else () for number in numbers),
    )

    # 0 1 2 2 3 3 4 9: the median is half-way between the fourth and the fifth
    assert "Parking and drop-off: 6 (usually 2.5), 6 critical" in write(week).text


def test_the_first_weeks_have_no_usual_number():
    week = facts(mentions=(mention(themes=("parking",)),), earlier=())

    assert "Parking and drop-off: 1 (no earlier weeks), 1 critical" in write(week).text


def test_measured_weeks_in_which_nobody_spoke_of_it_make_nought_the_usual_number():
    week = facts(mentions=(mention(themes=("parking",)),), earlier=((), (), ()))

    assert "Parking and drop-off: 1 (usually 0), 1 critical" in write(week).text


def test_decisions_come_in_the_order_in_which_they_are_due():
    late = case("LATE-AA", due_at=datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    early = case("SOON-AA", due_at=datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    text = write(facts(cases=(late, early))).text

    assert "2 decisions, first due Tue 24 Nov, 16:00." in text
    assert text.index("SOON-AA") < text.index("LATE-AA")


def test_due_times_are_london_times():
    summer = case(due_at=datetime(2026, 11, 25, 16, 0, tzinfo=UTC).replace(month=6))

    assert "Thu 25 Jun, 17:00" in " ".join(write(facts(cases=(summer,))).text.split())


def test_a_removal_route_for_criticism_would_show_in_the_fairness_line():
    wrong = case(category=Category.T3, proposed=(Route.DELETION_REQUEST,))
    text = " ".join(write(facts(cases=(wrong,))).text.split())

    assert "removal proposed in 1; 1 for criticism; 0 overrides." in text


def test_setting_the_gate_aside_shows_in_the_fairness_line():
    text = " ".join(write(facts(overrides=1)).text.split())

    assert "0 for criticism; 1 override." in text


def accounts_line(**changes):
    text = write(facts(accounts=accounts_week(**changes))).text
    return " ".join(text.partition("OFFICIAL ACCOUNTS")[2].partition("\nFAIRNESS")[0].split())


def test_no_official_account_is_a_valid_register():
    assert accounts_line(platforms=(), searched=None) == (
        ": No official accounts registered. Look-alikes were not searched for yet."
    )


def test_what_could_not_be_looked_at_never_reads_as_well():
    for changes in ({"could_not": 1}, {"unchecked": 1}, {"findings": ((Check.EXISTS, 1),)}):
        assert "Nothing wrong" not in accounts_line(**changes)
    for searched in (None, False):
        assert "Nothing that could be mistaken" not in accounts_line(searched=searched)


def test_the_three_first_kinds_of_findings_are_told_and_the_rest_counted():
    kinds = (Check.EXISTS, Check.SAME, Check.ALIVE, Check.REGISTER, Check.DATES)

    said = accounts_line(findings=tuple((kind, 2) for kind in kinds), website=1)

    assert "2 accounts are gone or closed by the platform. 2 accounts are not the one" in said
    assert "4 findings more." in said
    assert "1 finding on our own website." in said


def test_the_people_of_other_schools_do_not_fill_a_role_here():
    elsewhere = contact("away", Role.DSL, schools=frozenset({SchoolId("st-orrins")}))

    assert "Nobody is named as DSL" in write(facts(), contacts=(HEAD, CHAIR, elsewhere)).text


def test_a_school_with_nobody_named_says_whom_to_add():
    text = " ".join(write(facts(), contacts=()).text.split())

    assert "Nobody is named as DSL and chair of governors: add them to config.toml." in text


def test_without_a_desk_the_letter_tells_the_command_and_holds_no_link():
    letter = write(normal_week(), rules=rules(desk_url=""))

    assert "orm case show REFERENCE" in letter.text
    assert "href" not in letter.html


def test_a_letter_is_named_by_school_week_and_reader():
    assert write(facts()).once == "digest/wrenbeck/2026-W47/head"


def test_the_facts_of_another_school_are_refused():
    with pytest.raises(ValueError, match="another school"):
        write(replace(facts(), school_id=SchoolId("st-orrins")))


def test_a_reader_of_another_school_is_refused():
    with pytest.raises(ValueError, match="does not act"):
        write(facts(), contact("away", Role.HEADTEACHER, schools=frozenset({SchoolId("other")})))


def test_the_same_facts_give_the_same_letter():
    assert write(normal_week()) == write(normal_week())


def test_sealed_items_are_counted_once_for_the_headteacher():
    text = write(facts(cases=(sealed_case("AAA-111"), sealed_case("BBB-222")))).text

    assert "SEALED: 2 items with the DSL. Nothing for you to do." in text


@pytest.mark.parametrize(
    ("brought", "told"),
    [(0, "no posts were brought in"), (1, "1 post was brought in"), (2, "2 posts were brought in")],
)
def test_a_digest_names_what_only_people_can_bring_and_how_much_they_brought(brought, told):
    text = " ".join(write(facts(brought=brought)).text.split())

    assert (
        "Only by hand: Mumsnet, Netmums, Facebook groups, WhatsApp, TikTok, Nextdoor, Glassdoor: "
        f"nobody reads these for you; {told} this week."
    ) in text
