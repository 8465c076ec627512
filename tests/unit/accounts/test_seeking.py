"""Who else uses the school's name: kept only where it could be mistaken, and never guessed."""

from orm.accounts.seeking import MOST_TWINS, seek_accounts, seek_domains
from orm.errors import Refused, Unreadable
from orm.model.accounts import CheckOutcome
from orm.model.presence import PresenceCheck
from tests.factories_account_web import Web, actors, page
from tests.factories_accounts import account, world, wrenbeck
from tests.factories_profiles import seeker

SKY = "https://public.api.bsky.app/"
POSER = ("wrenbeck-official.example", "Wrenbeck Primary School OFFICIAL", "Send donations here")
PUB = ("arms.example", "The Rose and Crown", "A pub")


def seek(pages, **changes):
    asked = {"accounts": (account(),), "known_good": (), "world": world(), **changes}
    return seek_accounts([seeker("bluesky")], fetch=Web(pages), **asked)


def test_only_what_could_be_mistaken_is_kept():
    found = seek({SKY: actors(POSER, PUB)})

    assert [each.candidate.handle for each in found.scored] == [POSER[0]]
    assert [each.outcome for each in found.noticed] == [CheckOutcome.OK]


def test_what_a_person_called_innocent_is_not_told_again():
    assert seek({SKY: actors(POSER)}, known_good={"did:plc:" + "0" * 24}).scored == ()


def test_a_platform_that_cannot_be_searched_is_not_told_as_nothing_found():
    (noticed,) = seek({SKY: Refused("it wants a key")}).noticed

    assert (noticed.outcome, noticed.key) == (CheckOutcome.COULD_NOT, "bluesky")
    assert "nobody knows who uses our name there" in noticed.says


def test_without_any_search_a_person_is_asked_to():
    found = seek_accounts([], accounts=(), known_good=(), fetch=Web({}), world=world())

    assert [each.outcome for each in found.noticed] == [CheckOutcome.COULD_NOT]


def test_a_platform_is_asked_for_the_schools_names_and_for_nobody():
    web = Web({SKY: actors()})
    school = wrenbeck(aliases=("Wrenbeck Primary", "Wrenbeck CP", "Old Wrenbeck"))

    seek_accounts(
        [seeker("bluesky")], accounts=(), known_good=(), fetch=web, world=world(school=school)
    )

    assert len(web.asked) == 3
    assert all("Wrenbeck" in url for url in web.asked)


def twins(pages, own_text="Welcome to Wrenbeck Primary School in Harrowmere"):
    school = wrenbeck(website="https://www.wrenbeck.example/")
    return seek_domains(
        own_text, accounts=(), known_good=(), fetch=Web(pages), world=world(school=school)
    )


def test_an_address_at_which_nobody_answers_deceives_nobody():
    found = twins({})

    assert found.scored == ()
    assert found.noticed[0].outcome is CheckOutcome.OK
    assert f"{MOST_TWINS} addresses" in found.noticed[0].says
    assert "0 of them answer." in found.noticed[0].says


def test_a_copy_of_the_home_page_under_a_name_like_ours_is_told_first():
    words = " ".join(f"word{number}" for number in range(60))

    found = twins({"https://wrenbeck.co.uk/": page(text=words)}, own_text=words)

    (copy,) = found.scored
    assert copy.candidate.key == "wrenbeck.co.uk"
    assert copy.candidate.likeness is not None
    assert copy.candidate.likeness > 0.9


def test_an_address_that_answers_with_what_cannot_be_read_is_told_too():
    found = twins({"https://wrenbeck.co.uk/": Unreadable("a picture")})

    assert [each.candidate.likeness for each in found.scored] == [None]
    assert "1 with something that cannot be read" in found.noticed[0].says


def test_a_website_without_an_address_of_its_own_cannot_be_checked():
    school = wrenbeck(website="")

    found = seek_domains("", accounts=(), known_good=(), fetch=Web({}), world=world(school=school))

    assert [(each.check, each.outcome) for each in found.noticed] == [
        (PresenceCheck.DOMAINS, CheckOutcome.COULD_NOT)
    ]
