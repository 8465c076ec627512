"""The demo town's official accounts: one fault each and nothing else, and who poses as the school."""

import email
import email.policy
import gzip
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import pytest

from orm.demo.accounts import look_at_accounts
from orm.demo.run import moments
from orm.demo.town.profiles import Bearer, bundled_profiles
from orm.demo.town.server import resolve
from orm.demo.town.town import Town
from orm.errors import Unreachable
from orm.model.accounts import Check, CheckOutcome
from orm.model.polls import Request, Response, Validators
from orm.model.presence import PresenceCheck
from orm.model.schools import AccountStatus, SchoolId
from orm.model.weeks import Week
from orm.ports import Clock
from orm.wiring.accounts import seekers
from tests.factories_lived import look_back
from tests.factories_town import Reader, at

WRENBECK = SchoolId("wrenbeck")
FAULTS = {
    ("bluesky", "wrenbeckprimary-hm4.example"): Check.CHANGED,
    ("mastodon", "wrenbeckprimary"): Check.LINKS_OUT,
    ("telegram", "wrenbeckprimary_hm4"): Check.LINKED_BACK,
    ("youtube", "UCWrenbeckSports-HM4-7Kx"): Check.ALIVE,
    ("bluesky", "wrenbeckchoir-hm4.example"): Check.EXISTS,
    ("blog", "http://classes.localhost"): Check.REGISTER,
    ("youtube", "UCWrenbeckPrimary-HM4-2Q"): Check.DATES,
    ("tiktok", "wrenbeckprimary.hm4"): Check.BY_HAND,
}
NEVER_TOLD = {
    "bluesky": {Check.MODERATED},
    "mastodon": {Check.MODERATED},
    "telegram": {Check.SAME, Check.MODERATED},
    "youtube": {Check.LINKS_OUT, Check.MODERATED},
    "blog": {Check.SAME, Check.LINKS_OUT, Check.MODERATED},
    "tiktok": set(),
}
"""What each platform never says without a key."""

PROFILES = bundled_profiles()
IMPOSTORS = {each.handle for each in PROFILES if each.bearer is Bearer.IMPOSTOR}
INNOCENTS = {each.handle for each in PROFILES if each.bearer is Bearer.INNOCENT}


@dataclass(frozen=True)
class InTown:
    """The way to the network of a house whose town is not served any more: it asks the town itself."""

    clock: Clock
    town: Town = field(default_factory=Town)

    def __call__(self, request: Request, validators: Validators) -> Response:
        url = urlsplit(request.url)
        try:
            resolve(url.hostname or "", 80)
        except OSError as error:
            raise Unreachable(str(error)) from error
        now = self.clock.now()
        answer = self.town.respond(url.netloc, url.path, query=url.query, headers={}, now=now)
        packed = answer.header("Content-Encoding") == "gzip"
        body = gzip.decompress(answer.body) if packed else answer.body
        return Response(request, request.url, answer.status, body, now)


def name_of(handle: str) -> str:
    """A handle without its server, its feed or its port."""
    if "//" in handle:
        return handle.removesuffix("/feed/").rpartition(":")[0]
    return handle.partition("@")[0]


def files(house, school: str = "wrenbeck"):
    return house.edges.store.accounts.files([SchoolId(school)])


def came_to(file, outcome: CheckOutcome) -> list[Check]:
    return [one.checked.check for one in file.findings if one.checked.outcome is outcome]


def test_each_of_the_eight_accounts_has_exactly_its_one_fault(lived):
    found = {
        (file.account.platform, name_of(file.account.handle)): came_to(file, CheckOutcome.FINDING)
        for file in files(lived.house)
    }

    assert found == {account: [check] for account, check in FAULTS.items()}


def test_the_account_of_the_other_school_is_well_kept(lived):
    (file,) = files(lived.house, "st-orrins")

    assert came_to(file, CheckOutcome.FINDING) == []
    assert came_to(file, CheckOutcome.COULD_NOT) == [Check.MODERATED]


def test_what_could_not_be_checked_is_only_what_a_platform_never_tells(lived):
    for file in files(lived.house):
        expected = NEVER_TOLD[file.account.platform]
        if Check.EXISTS in came_to(file, CheckOutcome.FINDING):
            resting = {Check.LINKS_OUT, Check.ALIVE, Check.POSTING}
            expected = expected | {Check.SAME, Check.CHANGED} | resting

        assert set(came_to(file, CheckOutcome.COULD_NOT)) == expected, file.account.handle


def test_a_fault_that_came_up_in_the_last_days_is_dated_by_the_day_on_which_it_was_seen(lived):
    since = {
        finding.checked.check: finding.since.date().isoformat()
        for file in files(lived.house)
        for finding in file.findings
        if finding.checked.outcome is CheckOutcome.FINDING
    }

    assert since[Check.CHANGED] == "2026-11-28"
    assert since[Check.EXISTS] == "2026-11-29"
    assert since[Check.ALIVE] == since[Check.DATES] == "2026-11-25"


def test_the_websites_have_what_they_must(lived):
    presences = lived.house.edges.store.presences.of([WRENBECK, SchoolId("st-orrins")])

    for presence in presences:
        assert {
            each.noticed.outcome
            for each in presence.notices
            if each.noticed.check is not PresenceCheck.FIRST_PAGE
        } == {CheckOutcome.OK}


def test_no_address_like_the_schools_answers_in_the_town(lived):
    for presence in lived.house.edges.store.presences.of([WRENBECK, SchoolId("st-orrins")]):
        (domains,) = [
            each.noticed for each in presence.notices if each.noticed.check is PresenceCheck.DOMAINS
        ]
        assert domains.says.endswith("were tried; 0 of them answer.")


def test_the_towns_searches_find_all_that_bear_the_name(lived, reader: Reader):
    reader.clock.move_to(at(23))
    port = lived.progress.port
    shown = set()
    for way in seekers(lived.house):
        request = way.seek("Wrenbeck Primary School")
        here = replace(request, url=request.url.replace(f":{port}", f":{reader.town.port}"))
        answer = reader.fetch(here, Validators())
        assert isinstance(answer, Response)
        shown |= {each.handle.split("@social.localhost")[0] for each in way.found(answer)}

    assert (len(IMPOSTORS), len(INNOCENTS)) == (5, 12)
    assert shown >= IMPOSTORS | INNOCENTS


def test_the_five_impostors_stand_above_the_innocent_and_no_other_school_has_any(lived):
    lookalikes = lived.house.edges.store.lookalikes
    kept = [
        each.scored.candidate.handle.split("@social.localhost")[0]
        for each in lookalikes.of([WRENBECK])
    ]

    assert set(kept[:5]) == IMPOSTORS
    assert set(kept[5:]) == {"wrenbeckgardeners.sky.example"}
    assert lookalikes.of([SchoolId("st-orrins")]) == ()


def test_the_digests_numbers_are_those_of_the_faults(lived):
    now = lived.house.edges.clock.now()
    week = lived.house.edges.store.week_facts(WRENBECK, Week(2026, 48), now=now).accounts

    assert dict(week.findings) == dict.fromkeys(FAULTS.values(), 1)
    assert (week.could_not, week.unchecked, week.website) == (0, 0, 0)
    assert (week.lookalikes, week.searched) == (5, True)
    assert {status for _, status in week.platforms} == {AccountStatus.ACTIVE}
    assert len(week.platforms) == len(FAULTS)


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("office@wrenbeck.example", "1 account is gone or closed by the platform."),
        ("office@wrenbeck.example", "5 findings more."),
        ("office@wrenbeck.example", "5 accounts or addresses could be mistaken for ours."),
        ("head@st-orrins.example", "Mastodon: no fault, no look-alikes found."),
    ],
)
def test_the_last_mondays_digest_tells_of_the_accounts(lived, to: str, says: str):
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (lived.folder / "outbox").glob("*.eml")
    ]
    (letter,) = [
        each for each in letters if each["to"] == to and "week ending 29 Nov" in each["subject"]
    ]
    body = letter.get_body(("plain",))

    assert body is not None
    assert says in " ".join(body.get_content().split())


def test_a_second_round_of_the_same_day_changes_nothing(shared_folder, tmp_path):
    lived = look_back(shared_folder, tmp_path / "again")
    house, store = lived.house, lived.house.edges.store
    round_ = replace(house.round, fetch=InTown(house.edges.clock))
    house = replace(house, round=round_)
    before, others = _state(store), store.lookalikes.of([WRENBECK])
    now = house.edges.clock.now()
    store.accounts.hasten([file.id for file in files(house)], now=now)
    store.presences.hasten([WRENBECK], now=now)

    look_at_accounts(house)

    assert _state(store) == before
    assert [(each.id, each.scored) for each in store.lookalikes.of([WRENBECK])] == [
        (each.id, each.scored) for each in others
    ]
    assert store.presences.of([WRENBECK])[0].checked_at == moments()[-1]
    house.close()


def _state(store) -> list[object]:
    """Every finding and notice with its number and since when, but not when it was last seen."""
    checks = [
        (file.id, finding.id, finding.checked, finding.since, finding.settled)
        for file in store.accounts.files([WRENBECK])
        for finding in file.findings
    ]
    (presence,) = store.presences.of([WRENBECK])
    notices = [(each.noticed, each.since, each.settled) for each in presence.notices]
    return [*checks, *notices]
