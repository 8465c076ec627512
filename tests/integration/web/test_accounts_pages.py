"""Official accounts in people's hands: what is told, who may settle it, what a bad form gets."""

import pytest

from orm.model.accounts import Check
from orm.model.presence import PresenceCheck
from tests.factories_account_pages import (
    COULD_NOT,
    DAY,
    HOSTILE,
    JUDGE,
    KEEP,
    OK,
    READ,
    ST_ORRINS,
    WRENBECK,
    check,
    checked,
    hidden,
    looked_around,
    noticed,
    page,
    posing,
    press,
    registered,
    scored,
    words,
)
from tests.factories_desk import NOW, PEOPLE

OURS = [name for name, _, _, _, schools in PEOPLE if schools == ("wrenbeck",)]
REASON = "we added the link this morning"


def kept(desk, file):
    return desk.house.edges.store.accounts.file(file.id)


def settle(desk, file, person="comms", number=None, **fields):
    finding = number or kept(desk, file).findings[0].id
    told = {"reason": REASON, **fields}
    return press(desk, f"/accounts/{file.id}/findings/{finding}", person, **told)


def test_without_accounts_the_page_says_that_every_claim_is_a_finding(desk):
    told = words(page(desk))

    assert "No official accounts registered: then every account that claims" in told
    assert "Nothing was checked yet, so nobody knows whether all is as it should be." in told


def test_what_was_never_checked_is_told_as_not_known(desk):
    registered(desk)

    told = words(page(desk))

    assert "Nothing was checked yet, so nobody knows" in told
    assert "Not checked yet" in told
    assert "Everything" not in told.replace("Check everything now", "")


def test_the_verdict_counts_what_waits_and_what_nobody_knows(desk):
    registered(desk, checked(), checked(Check.ALIVE, COULD_NOT, "The site does not let us in."))
    looked_around(desk, noticed(), noticed(PresenceCheck.SEARCH, OK, "Bluesky was searched."))
    posing(desk)

    told = words(page(desk))

    assert "3 things need you; 1 thing could not be checked." in told
    assert "The site does not let us in." in told
    assert "Could be mistaken for us" in told


def test_all_well_is_said_only_of_what_was_checked(desk):
    registered(desk, checked(outcome=OK, says="It links to us."))
    looked_around(desk, noticed(outcome=OK, says="The website names every account."))

    assert "Everything is as it should be, as far as it was checked." in words(page(desk))


def test_a_check_of_last_week_is_not_one_of_today(desk):
    registered(desk, checked(outcome=OK, says="It links to us."), at=NOW - 7 * DAY)
    looked_around(desk, noticed(outcome=OK, says="Fine."))

    told = words(page(desk))

    assert "Everything we could check is as it should be; 1 thing could not be checked." in told
    assert "Not checked lately" in told


def test_an_account_has_its_own_page_with_every_check(desk):
    file = registered(
        desk,
        checked(),
        checked(Check.EXISTS, OK, "It is there.", "seen at https://bsky.example/wrenbeck"),
    )

    told = page(desk, path=f"/accounts/{file.id}")

    assert "Bluesky, @wrenbeckprimary" in told
    assert "It is there." in told
    assert "hxxps://bsky[.]example/wrenbeck" in told
    assert "What it is now becomes what it is to be" in told
    assert "Pia Rowan, comms lead" in told


@pytest.mark.parametrize("person", OURS)
def test_a_page_offers_each_person_only_what_they_may_press(desk, person):
    file = registered(desk, checked())
    looked_around(desk, noticed())
    posing(desk)
    answer = desk.browser(person).get("/accounts")
    forms = answer.text

    assert answer.status_code == (200 if person in READ else 404)
    assert (f"/accounts/{file.id}/findings/" in forms) == (person in KEEP)
    assert ("/accounts/check" in forms) == (person in KEEP)
    assert ('action="/lookalikes/' in forms) == (person in JUDGE)
    assert ("Official accounts</a>" in desk.browser(person).get("/").text) == (person in READ)


def test_leaders_are_told_the_site_and_not_who_holds_an_account(desk):
    posing(desk)

    told = page(desk, "dep-dsl")
    assert "bsky[.]example" in told

    desk_of_leaders = desk.browser("trust").get("/accounts?school=wrenbeck").text
    assert "bsky[.]example/…" in desk_of_leaders
    assert "wrenbeck-official.example" not in desk_of_leaders
    assert "posing" not in desk_of_leaders


def test_today_tells_who_settles_it_how_much_waits(desk):
    registered(desk, checked())
    posing(desk)

    assert "2 official-account findings" in page(desk, "comms", "/")
    assert "2 official-account findings" in page(desk, "head", "/")
    assert "official-account finding" not in page(desk, "dsl", "/")
    assert "official-account finding" not in page(desk, "chair", "/")


@pytest.mark.parametrize("person", [name for name, *_ in PEOPLE])
def test_a_finding_is_settled_by_who_keeps_the_register(desk, person):
    file = registered(desk, checked())

    answer = settle(desk, file, person)

    assert answer.status_code == (303 if person in KEEP else 404)
    assert (kept(desk, file).findings[0].settled is not None) == (person in KEEP)


def test_what_is_settled_says_who_and_why_and_waits_no_more(desk):
    file = registered(desk, checked())
    looked_around(desk, noticed(outcome=OK, says="Fine."))

    assert (
        settle(desk, file).headers["location"] == "/accounts?school=wrenbeck&done=finding-settled"
    )

    assert "To settle</h2>" not in page(desk)
    told = words(page(desk, path=f"/accounts/{file.id}"))
    assert f"Settled by Pia Rowan, comms lead, 20 Nov 2026, 09:00: {REASON}" in told


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reason": ""}, 422),
        ({"reason": "   "}, 422),
        ({"reason": "x" * 301}, 422),
        ({"reason": "a\u202eb"}, 422),
        ({"reason": "x" * 30_000}, 413),
        ({"form_token": "made-up"}, 403),
        ({"number": "999999"}, 409),
        ({"number": "nonsense"}, 409),
    ],
)
@pytest.mark.parametrize("back", ["list", "account"])
def test_a_bad_settlement_changes_nothing_and_says_so(desk, fields, status, back):
    file = registered(desk, checked())

    answer = settle(desk, file, back=back, **fields)

    assert answer.status_code == status
    assert kept(desk, file).findings[0].settled is None


def test_a_refused_reason_stands_beside_what_is_wrong_with_it(desk):
    file = registered(desk, checked(), checked(Check.ALIVE, key="other"))
    typed = "<script>alert(1)</script>" + "x" * 300

    answer = settle(desk, file, reason=typed)

    assert "Say it in at most 300 characters." in answer.text
    assert answer.text.count("&lt;script&gt;alert(1)") == 1
    assert "<script" not in answer.text
    number = kept(desk, file).findings[0].id
    assert f'href="#f-reason-finding-{number}"' in answer.text
    assert f'id="w-reason-finding-{number}"' in answer.text


def test_who_settles_second_is_told_and_the_first_word_stands(desk):
    file = registered(desk, checked())
    settle(desk, file, "head", reason="I spoke to the office")

    answer = settle(desk, file)

    assert answer.status_code == 409
    assert "settled already" in answer.text
    assert kept(desk, file).findings[0].settled.reason == "I spoke to the office"


def test_what_is_no_longer_found_cannot_be_settled(desk):
    file = registered(desk, checked())
    number = file.findings[0].id
    check(desk, file.id, checked(outcome=OK, says="It links to us."))

    answer = settle(desk, file, number=number)

    assert answer.status_code == 409
    assert "Nothing was changed" in answer.text


def test_a_finding_of_another_account_is_not_settled_through_this_one(desk):
    file = registered(desk, checked())
    other = registered(desk, checked(), school_id=ST_ORRINS)

    assert settle(desk, file, number=other.findings[0].id).status_code == 409
    assert kept(desk, other).findings[0].settled is None


@pytest.mark.parametrize(
    "path",
    ["/accounts/{id}", "/accounts/{id}/change"],
)
@pytest.mark.parametrize("number", ["0", "999999", "x", "-1", "9" * 30])
def test_what_does_not_exist_looks_like_another_schools(desk, path, number):
    other = registered(desk, checked(), school_id=ST_ORRINS)
    browser = desk.browser("comms")

    gone = browser.get(path.format(id=number))
    theirs = browser.get(path.format(id=other.id))

    assert gone.status_code == theirs.status_code == 404


def test_another_schools_account_cannot_be_touched(desk):
    other = registered(desk, checked(), school_id=ST_ORRINS)
    for step in (f"findings/{other.findings[0].id}", "accept", "change"):
        assert press(desk, f"/accounts/{other.id}/{step}", reason=REASON).status_code == 404
    for path in ("/accounts", "/accounts/register.csv", "/accounts/new", "/accounts/first-page"):
        assert desk.browser("comms").get(f"{path}?school=st-orrins").status_code == 403
    assert kept(desk, other) == other


def test_what_was_found_around_the_school_is_settled(desk):
    looked_around(desk, noticed(says="The news page is old.", key="news"))
    place = hidden(page(desk), "place")
    told = {"school": "wrenbeck", "place": place}

    for reason, status in (("", 422), ("x" * 301, 422)):
        assert press(desk, "/accounts/notices", reason=reason, **told).status_code == status
    assert press(desk, "/accounts/notices", "dsl", reason=REASON, **told).status_code == 404
    elsewhere = {**told, "school": "st-orrins"}
    assert press(desk, "/accounts/notices", reason=REASON, **elsewhere).status_code == 403
    for wrong in ("", "nonsense", f"{place}0", "x" * 600):
        gone = {**told, "place": wrong}
        assert press(desk, "/accounts/notices", reason=REASON, **gone).status_code == 409

    assert "To settle</h2>" in page(desk)
    assert press(desk, "/accounts/notices", reason=REASON, **told).status_code == 303
    assert press(desk, "/accounts/notices", "head", reason="again", **told).status_code == 409
    assert f"Settled by Pia Rowan, comms lead, 20 Nov 2026, 09:00: {REASON}" in words(page(desk))


def test_looking_at_an_account_makes_what_it_is_what_it_is_to_be(desk):
    file = registered(desk, checked())
    assert press(desk, f"/accounts/{file.id}/accept", "dsl").status_code == 404

    assert press(desk, f"/accounts/{file.id}/accept").status_code == 303

    known = kept(desk, file).known
    assert known.seen is None
    assert known.looked_on == NOW.date()
    assert kept(desk, file).next_check_at == NOW


def test_everything_of_a_school_is_made_due(desk):
    file = registered(desk, checked())
    other = registered(desk, checked(), school_id=ST_ORRINS)
    looked_around(desk, noticed())

    assert press(desk, "/accounts/check", "dsl", school="wrenbeck").status_code == 404
    assert press(desk, "/accounts/check", school="st-orrins").status_code == 403
    answer = press(desk, "/accounts/check", school="wrenbeck")

    assert answer.headers["location"].endswith("done=accounts-hastened")
    assert kept(desk, file).next_check_at == NOW
    assert kept(desk, other).next_check_at == NOW + DAY
    assert desk.house.edges.store.presences.of([WRENBECK])[0].next_check_at == NOW


@pytest.mark.parametrize(
    "words_", [HOSTILE, "A" * 10_000, "\u202e\u2066evil", "javascript:alert(1)"]
)
def test_hostile_words_are_words_and_cannot_break_out(desk, words_):
    file = registered(
        desk,
        checked(says=f"It is called {words_}", evidence=f"https://evil.example/{words_}"),
        display_name=words_,
        purpose=words_,
        url=words_,
    )
    looked_around(desk, noticed(says=words_, evidence=words_, key=words_[:100]))
    posing(desk, scored(name=words_, handle=words_, description=words_, url=words_))

    for path in ("/accounts", f"/accounts/{file.id}", f"/accounts/{file.id}/change"):
        text = page(desk, path=path)
        assert "<script" not in text
        assert "<img" not in text
        assert 'href="javascript' not in text
        assert 'href="https://evil' not in text
        assert "\u202e" not in text or "/change" in path
        assert len(text) < 120_000


def test_a_thousand_findings_still_make_a_page_that_can_be_read(desk):
    registered(desk, *(checked(key=f"k{number}") for number in range(1_000)))

    told = page(desk)

    assert "1000 things need you" in words(told)
    assert "950 more findings" in words(told)
    assert told.count("<form") < 70
