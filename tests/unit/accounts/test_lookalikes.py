"""Whoever poses as a school stands above everybody who only shares its name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.lookalikes import KEEP, score
from orm.http.domains import registrable_domain
from orm.model.accounts import Account
from orm.model.lookalikes import TELL, Candidate, Scored, Sort
from orm.model.schools import AccountStatus, OfficialAccount, School
from tests.factories import NOW
from tests.factories_bad_input import BAD_INPUT
from tests.factories_impostors import HELD_BACK, IMPOSTORS
from tests.factories_innocents import INNOCENTS
from tests.factories_lookalikes import (
    LLANFERIG,
    PELLGRAVE,
    ST_AGNES,
    ST_ORRIN,
    WRENBECK,
    Posed,
    accounts_of,
    address,
    candidate,
    ours_of,
)

ALL = (*IMPOSTORS, *INNOCENTS, *HELD_BACK)


def scored(found: Candidate, school: School = WRENBECK, **changes) -> Scored:
    return score(
        found,
        **{
            "school": school,
            "accounts": accounts_of(school),
            "known_good": frozenset(),
            "ours": ours_of(school),
            "domain_of": registrable_domain,
            "now": NOW,
            **changes,
        },
    )


def of(posed: Posed) -> float:
    return scored(posed.candidate, posed.school).score


def rules(found: Candidate, school: School = WRENBECK, **changes) -> set[str]:
    return {reason.rule for reason in scored(found, school, **changes).reasons}


def separated(group: Iterable[Posed]) -> bool:
    impostors = [of(posed) for posed in group if posed.impostor]
    innocents = [of(posed) for posed in group if not posed.impostor]
    return min(impostors) > max(innocents)


def test_every_impostor_stands_above_every_innocent():
    assert separated((*IMPOSTORS, *INNOCENTS))


def test_so_do_those_that_no_weight_was_set_by():
    assert separated(HELD_BACK)


@pytest.mark.parametrize("posed", [p for p in ALL if p.impostor], ids=lambda p: p.what)
def test_an_impostor_is_told(posed):
    assert of(posed) >= TELL


@pytest.mark.parametrize("posed", [p for p in ALL if not p.impostor], ids=lambda p: p.what)
def test_an_innocent_is_not_even_listed(posed):
    assert of(posed) < KEEP


@pytest.mark.parametrize("posed", ALL, ids=lambda p: p.what)
def test_reasons_add_up_to_the_score_and_the_weightiest_comes_first(posed):
    found = scored(posed.candidate, posed.school)
    weights = [reason.weight for reason in found.reasons]

    assert found.score == pytest.approx(min(max(sum(weights), 0), 1))
    assert [abs(w) for w in weights] == sorted((abs(w) for w in weights), reverse=True)
    assert all(reason.says.endswith(".") for reason in found.reasons)


@pytest.mark.parametrize(
    "found",
    [
        candidate("another", "Wrenbeck Primary School Official", key="501"),
        candidate("@WrenbeckSchool", "Wrenbeck Primary School Official"),
        candidate("pta.wrenbeck.harrowmere.sch.uk", "Wrenbeck Primary", platform="bluesky"),
        address("wrenbeck.harrowmere.sch.uk", "Wrenbeck Primary School", likeness=1.0),
    ],
    ids=["by id", "by handle", "a handle under our domain", "our website"],
)
def test_what_is_the_schools_own_is_no_candidate(found):
    assert scored(found).score == 0.0
    assert len(scored(found).reasons) == 1


def test_an_account_of_the_configuration_is_the_schools_own():
    school = replace(LLANFERIG, accounts=(OfficialAccount("x", "@ysgolllanferig"),))
    found = candidate("YsgolLlanferig", "Ysgol Llanferig")

    assert scored(found, LLANFERIG).score >= TELL
    assert scored(found, school).score == 0.0


def test_the_same_handle_on_another_platform_is_not_the_schools_own():
    found = candidate("wrenbeckschool", "Wrenbeck Primary School", platform="tiktok")

    assert scored(found).score >= TELL


def test_a_handle_that_the_school_gave_up_can_be_somebody_elses():
    closed = Account(WRENBECK.id, "x", "wrenbeckold", stable_id="77", status=AccountStatus.CLOSED)
    found = candidate("wrenbeckold", "Wrenbeck Primary School", key="78")

    assert scored(found, accounts=[closed]).score >= TELL
    assert scored(replace(found, key="77"), accounts=[closed]).score == 0.0


def test_who_is_known_to_be_innocent_stays_so_under_any_name():
    found = candidate("pta", "Wrenbeck Primary School Official", "Donate now")

    assert scored(found, known_good={found.key}).score == 0.0


@pytest.mark.parametrize(
    "description",
    [
        "Official page of Wrenbeck Primary School.",
        "The school's own page.",
        "Run by the school.",
        "Send donations by bank transfer.",
    ],
)
@pytest.mark.parametrize("beside", ["PTA", "Parents Group", "fan page", "alumni"])
def test_an_innocent_word_protects_nobody_who_claims_or_asks(description, beside):
    found = candidate("w", f"Wrenbeck Primary School {beside}")

    assert scored(found).score < KEEP
    assert scored(replace(found, description=description)).score >= TELL


@pytest.mark.parametrize(
    "description",
    [
        "This is not an official account of Wrenbeck Primary School.",
        "Unofficial. Not run by the school.",
        "Not affiliated with Wrenbeck Primary School.",
    ],
)
def test_to_say_that_one_is_not_official_is_no_claim(description):
    found = candidate("wps", "Wrenbeck Primary", description)

    assert {"says-official", "claims-us"}.isdisjoint(rules(found))
    assert scored(found).score < KEEP


def test_a_group_may_be_official_as_a_group():
    found = candidate("wpta", "Wrenbeck PTA", "Official page of Wrenbeck Primary School PTA")

    assert "claims-us" not in rules(found)


def test_the_schools_town_speaks_for_it_and_another_against():
    here = candidate("a", "Wrenbeck Primary School", "A school in Harrowmere")
    there = candidate("a", "Wrenbeck Primary School", "A school in Copley Vale")
    both = candidate("a", "Wrenbeck Primary School", "Harrowmere. A school in Upper Vale")

    assert "our-town" in rules(here)
    assert "elsewhere" in rules(there)
    assert "elsewhere" not in rules(both)
    assert scored(there).score < KEEP < TELL <= scored(here).score


def test_another_kind_of_school_of_the_same_saint_is_innocent():
    assert scored(candidate("zz", "St Orrin's High School"), ST_ORRIN).score < KEEP
    assert scored(candidate("zz", "St Orrin's School"), ST_ORRIN).score >= TELL


def test_a_motto_is_no_other_place():
    found = candidate("a", "Wrenbeck Primary School", "Kind, Brave, Curious. Believe in Yourself")

    assert "elsewhere" not in rules(found)


def test_a_name_of_hundreds_of_schools_is_told_only_with_its_town():
    alone = candidate("stagnes", "St Agnes Catholic Primary School")
    here = replace(alone, description="Harrowmere")

    assert KEEP <= scored(alone, ST_AGNES).score < TELL <= scored(here, ST_AGNES).score


@pytest.mark.parametrize(
    ("name", "school"),
    [
        ("⭐ W R E N B E C K  Primary ⭐", WRENBECK),
        ("Wren\u200bbeck Primary School", WRENBECK),
        ("WRENBECK PRIMARY SCHOOL!!!", WRENBECK),
        ("Saint Orrins Primary", ST_ORRIN),
        ("St. Orrins C. of E. School", ST_ORRIN),
        ("The Pellgrave Academy", PELLGRAVE),
        ("Pelgrave Acadmey", PELLGRAVE),
    ],
)
def test_a_name_is_known_in_any_dress(name, school):
    assert scored(candidate("zz", name), school).score >= TELL


@pytest.mark.parametrize("name", ["Wrenbrook Primary", "Brenwick School", "Harrowmere Primary", ""])
def test_another_name_is_not_the_schools(name):
    assert scored(candidate("zz", name)).score < KEEP


def test_a_handle_alone_is_enough():
    assert scored(candidate("the.wrenbeck_school2026", "Hello")).score >= TELL


def test_an_id_in_place_of_a_handle_is_no_name():
    found = candidate("UCwrenbeckschoolofficial", "Harrowmere Live", platform="youtube")

    assert rules(found) == set()


def test_an_old_silence_speaks_a_little_against():
    found = candidate("zz", "Wrenbeck Primary School")
    silent = replace(found, posted_at=NOW - timedelta(days=800))

    assert scored(silent).score < scored(found).score
    assert "silent" not in rules(replace(found, posted_at=None))  # nobody looked


def test_who_the_platform_has_checked_is_somebody_else():
    found = candidate("zz", "Wrenbeck Primary School Choir")

    assert scored(replace(found, verified=True)).score < KEEP <= scored(found).score


@pytest.mark.parametrize(
    ("likeness", "rule"),
    [(0.9, "copied"), (0.2, "partly-copied"), (0.0, "other-words")],
)
def test_a_domain_is_judged_by_its_words(likeness, rule):
    assert rule in rules(address("wrenbeckschool.uk", "", likeness=likeness))


def test_a_domain_that_nobody_could_read_is_judged_by_its_name_alone():
    found = address("wrenbeckschool.uk", "", likeness=None)

    assert rules(found) == {"same-name", "unread"}
    assert KEEP <= scored(found).score < TELL


@pytest.mark.parametrize("domain", ["wenbeck.co.uk", "wrenbeck.com", "vvrenbeck.uk", "web-x1.uk"])
def test_a_copy_of_the_website_is_told_at_any_address(domain):
    assert scored(address(domain, domain, likeness=0.9)).score >= TELL


@pytest.mark.parametrize("domain", ["wenbeck.co.uk", "wrenbeck.com"])
def test_an_address_of_our_name_with_other_words_is_not_listed(domain):
    assert scored(address(domain, domain, likeness=0.0)).score < KEEP


def test_an_address_that_leads_on_to_our_website_is_likely_ours():
    found = address("wrenbeck.com", "wrenbeck.com", likeness=1.0)

    assert scored(replace(found, links=(WRENBECK.website,))).score < KEEP
    assert scored(replace(found, links=(WRENBECK.website, found.url))).score >= TELL


def test_a_page_is_judged_as_an_account_is():
    found = replace(candidate("", "Wrenbeck Primary School Official"), sort=Sort.PAGE)

    assert scored(found).score >= TELL


def test_a_link_that_is_no_address_leads_nowhere():
    found = candidate("zz", "Wrenbeck Primary School", links=("javascript:x", "http://[", "", "::"))

    assert "our-website" not in rules(found)


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT)
def test_any_text_gets_a_score(text):
    found = scored(candidate(text, text, text, links=(text[:2000],)))

    assert 0 <= found.score <= 1


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_name_and_handle_get_a_score_and_the_same_one_again(name, handle):
    found = candidate(handle, name, name)

    assert 0 <= scored(found).score <= 1
    assert scored(found) == scored(found)
