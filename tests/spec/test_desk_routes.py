"""Who may see which address of the desk: the whole table, and every address tried as everybody.

An address that is missing here fails. What somebody may not have is answered like what does not
exist; nobody who is not signed in learns anything but where to sign in.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

import pytest
from starlette.testclient import TestClient

from orm.model.cases import CaseRef
from orm.store.migrating import upgrade
from orm.web.desk_routes import ROUTES
from orm.web.routes import Method
from tests.factories_account_pages import OF_ACCOUNTS, OF_ONE_ACCOUNT
from tests.factories_desk import PEOPLE, SOME_PARTS, DeskUnderTest, desk_under_test

EVERYBODY = frozenset(name for name, *_ in PEOPLE)
NOBODY = frozenset[str]()
WRENBECK_READERS = {"head", "deputy", "dsl", "dep-dsl"}
HEADS = frozenset({"head", "deputy", "other-head"})
DSLS = frozenset({"dsl", "dep-dsl", "other-head"})
IT = frozenset({"it"})
DPO = frozenset({"dpo"})
READERS = HEADS | DSLS | {"trust", "comms"}
REPORT_READERS = HEADS | DSLS | {"trust", "comms", "chair", "other-chair"}
OWN_READERS = frozenset({*WRENBECK_READERS, "comms", "trust"})

OPEN = {
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/with/{name}",
    "GET /sign-in/back",
    "GET /sign-in/forgotten",
    "POST /sign-in/forgotten",
    "GET /enter/{token}",
    "POST /enter/{token}",
    "GET /.well-known/security.txt",
    "GET /report/{token}",
    "POST /report/{token}",
    "GET /report/{token}/thanks",
    "GET /unsubscribe/{token}",
    "POST /unsubscribe/{token}",
}
"""What anybody may ask for without signing in."""

PAGES = {
    "GET /": EVERYBODY,
    "GET /me": EVERYBODY,
    "POST /me/recovery-codes": EVERYBODY,
    "POST /me/sign-out-everywhere": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "GET /second-factor": EVERYBODY,
    "POST /second-factor": EVERYBODY,
    "GET /mentions": READERS,
    "GET /mentions.csv": READERS,
    "GET /cases": READERS | {"chair", "other-chair", "dpo"},
    "GET /sealed": DSLS,
    **OF_ACCOUNTS,
    "GET /trends": EVERYBODY,
    "GET /reports": REPORT_READERS,
    "GET /digests": EVERYBODY,
    "GET /digests/coming": EVERYBODY,
    "GET /digests/coming.html": EVERYBODY,
    "GET /sources": EVERYBODY,
    "GET /group": frozenset({"trust"}),
    "GET /bring": EVERYBODY,
    "POST /bring": EVERYBODY,
    "GET /report-link": HEADS | DSLS | IT,
    "GET /settings": HEADS | IT | DPO,
    "GET /settings/audit": HEADS | IT | DPO,
    "GET /settings/audit.csv": HEADS | IT | DPO,
    "GET /settings/people": HEADS | IT,
    "GET /setup/progress": HEADS | IT,
}
"""Pages that are about no one thing, with the people who have them."""

CASES = {
    "abuse": frozenset({"head", "deputy", "dep-dsl", "trust"}),
    "complaint": frozenset({"head", "deputy", "dep-dsl", "trust", "comms"}),
    "safeguarding": frozenset({"head", "deputy", "dsl", "dep-dsl"}),
    "about-head": frozenset({"dsl", "dep-dsl", "chair"}),
}
"""Who may open the case of each post: by role, by deputising, never the one that it is about."""

CASE_ADDRESSES = {
    "GET /cases/{ref}": {},
    "GET /cases/{ref}/open/{number}": {"number": "1"},
    "GET /cases/{ref}/steps/{step}": {"step": "note"},
    "POST /cases/{ref}/steps/{step}": {"step": "note"},
    "GET /cases/{ref}/routes/{route}": {"route": "no-action"},
    "POST /cases/{ref}/routes/{route}/{stage}": {"route": "no-action", "stage": "propose"},
    "GET /cases/{ref}/sheets/{sheet}": {"sheet": "debrief"},
    "POST /cases/{ref}/sheets/{sheet}": {"sheet": "debrief"},
    "GET /cases/{ref}/look": {},
    "POST /cases/{ref}/look": {},
    "GET /cases/{ref}/evidence": {},
    "POST /cases/{ref}/evidence/check": {},
    "POST /cases/{ref}/evidence/package": {},
}
"""Addresses of a case: whoever may open it may ask for each of them, and nobody else."""

ABSENT = {
    "GET /cases/{ref}/papers/{route}": {"route": "posh"},
    "GET /cases/{ref}/papers/{route}.{form}": {"route": "posh", "form": "txt"},
}
"""Addresses of a case that hold nothing yet: not found by anybody."""


ENDING = {"POST /sign-out", "POST /me/sign-out-everywhere"}
"""What ends a session: another one begins after it."""


@dataclass(frozen=True)
class Routed:
    """A desk and a browser of everybody, where nobody stands for who is not signed in."""

    under_test: DeskUnderTest
    browsers: dict[str, TestClient]
    cases: dict[str, CaseRef]


def path_of(address, parts=MappingProxyType({})):
    """The path of an address with these parts; of more parts than it has, those that it has."""
    path = address.split(" ", 1)[1]
    for name, value in parts.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, path
    return path


def asked(desk, person, address, path):
    """One request by one person, with a form token where it presses; never a fault."""
    client = desk.browsers[person]
    if address.startswith("GET"):
        answer = client.get(path)
    else:
        answer = desk.under_test.press(client, path) if person else client.post(path)
    if address in ENDING and person:
        desk.browsers[person] = desk.under_test.browser(person)
    assert answer.status_code < 500, (person, address)
    return answer


def whoever_finds(desk, address, path):
    return {person for person in EVERYBODY if asked(desk, person, address, path).status_code != 404}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """One desk for all: a form with nothing in it changes nothing that is asked about here."""
    folder = tmp_path_factory.mktemp("routes")
    url = f"sqlite:///{folder}/orm.db"
    upgrade(url)
    with desk_under_test(folder, url) as desk, ExitStack() as stay_open:
        browsers = {"": desk.client(), **{person: desk.browser(person) for person in EVERYBODY}}
        for browser in browsers.values():  # else each request starts a loop of its own
            stay_open.enter_context(browser)
        yield Routed(desk, browsers, desk.cases)


def names(routes):
    return {f"{route.method} {route.path}" for route in routes}


THINGS = {
    "POST /report-link/make",
    "POST /report-link/end",
    "GET /mentions/{id}",
    "GET /mentions/{id}/open",
    "POST /mentions/{id}/settle",
    "GET /mentions/{id}/thanks",
    "POST /mentions/{id}/thanks",
    "POST /mentions/{id}/check",
    "POST /sealed/{ref}/mine",
    "GET /trends/{file}",
    "GET /reports/{kind}.{form}",
    "GET /digests/{number}",
    "GET /digests/{number}.html",
    "POST /digests/resume",
    "POST /digests/write-again",
    "GET /sources/{name}",
    "POST /sources/{name}/pause",
    "POST /sources/{name}/go-on",
    "GET /settings/people/{person}",
    "POST /settings/people/{person}/invite",
    "POST /settings/people/{person}/reset",
    "POST /settings/people/{person}/sign-out",
    "POST /settings/people/{person}/second-factor",
}
"""Addresses of one thing that is no case or account; each has its own test below. Those of thanks and
of checks are in tests/integration/web/test_thanks.py.
"""


def test_every_address_of_the_desk_is_in_the_table():
    known = OPEN | set(PAGES) | set(CASE_ADDRESSES) | set(ABSENT) | THINGS | set(OF_ONE_ACCOUNT)

    assert names(ROUTES) == known


@pytest.mark.parametrize("address", sorted(OPEN))
def test_what_is_open_asks_nobody_to_sign_in(desk, address):
    answer = asked(desk, "", address, path_of(address, {"name": "nobody", "token": "nothing"}))

    assert not answer.headers.get("location", "").startswith("/sign-in?next")


@pytest.mark.parametrize("address", sorted(PAGES))
def test_a_page_is_for_whom_the_table_says(desk, address):
    assert whoever_finds(desk, address, path_of(address)) == PAGES[address]


@pytest.mark.parametrize("address", sorted(names(each for each in ROUTES if each.who.signed_in)))
def test_who_is_not_signed_in_gets_nothing(desk, address):
    ref = str(desk.cases["abuse"])
    answer = asked(desk, "", address, path_of(address, {"ref": ref, **SOME_PARTS}))

    if address.startswith(Method.GET):
        assert answer.headers["location"].startswith("/sign-in?next=")
    else:
        assert answer.status_code == 403
    assert ref not in answer.text


@pytest.mark.parametrize("word", sorted(CASES))
@pytest.mark.parametrize("address", sorted(CASE_ADDRESSES))
def test_a_case_is_for_whom_the_policy_lets_see_it(desk, address, word):
    parts = {"ref": desk.cases[word], **CASE_ADDRESSES[address]}

    assert whoever_finds(desk, address, path_of(address, parts)) == CASES[word]


@pytest.mark.parametrize("address", sorted([*CASE_ADDRESSES, *ABSENT]))
def test_a_case_that_does_not_exist_looks_like_one_that_is_not_for_you(desk, address):
    parts = {**CASE_ADDRESSES, **ABSENT}[address]
    nowhere = path_of(address, {"ref": "0000-0000", **parts})
    not_theirs = path_of(address, {"ref": desk.cases["safeguarding"], **parts})

    for person in ("comms", "other-head"):
        gone = asked(desk, person, address, nowhere)
        hidden = asked(desk, person, address, not_theirs)

        assert gone.status_code == hidden.status_code == 404
        assert body(gone) == body(hidden)


def body(answer):
    """A page without its form tokens, which differ each time."""
    return "\n".join(line for line in answer.text.split("\n") if "form_token" not in line)


def test_nobody_sees_a_case_of_another_school_in_any_list(desk):
    refs = {str(ref) for ref in desk.cases.values()}
    for person in ("other-head", "other-chair"):
        client = desk.browsers[person]
        for route in sorted(PAGES):
            if route.startswith(Method.GET):
                text = client.get(path_of(route)).text
                assert not {ref for ref in refs if ref in text}, (person, route)


def test_the_headteacher_sees_nowhere_that_there_is_a_case_about_them(desk):
    ref = str(desk.cases["about-head"])
    for person in ("head", "deputy"):
        client = desk.browsers[person]
        for route in sorted(PAGES):
            if route.startswith(Method.GET):
                assert ref not in client.get(path_of(route)).text, (person, route)


def test_a_sealed_case_is_named_in_no_list_outside_its_team(desk):
    ref = str(desk.cases["safeguarding"])
    for person in ("comms", "it", "dpo", "chair", "trust", "other-head"):
        client = desk.browsers[person]
        for route in sorted(PAGES):
            if route.startswith(Method.GET):
                assert ref not in client.get(path_of(route)).text, (person, route)


MENTIONS_READ = {
    "criticism": frozenset({"head", "deputy", "dsl", "dep-dsl", "comms", "trust"}),
    "abuse": frozenset({"head", "deputy", "dep-dsl", "trust"}),
    "safeguarding": NOBODY,
    "about-head": NOBODY,
}
"""Who may read the mention of each post: where a case holds it, whoever may open the case; of what
is sealed, nobody outside the case's own page.
"""


def mention_of(desk, word):
    return next(
        str(each.id)
        for each in desk.under_test.house.edges.store.mentions(most=100)
        if each.item.url.endswith(f"-{word}")
    )


@pytest.mark.parametrize("word", sorted(MENTIONS_READ))
@pytest.mark.parametrize(
    "address", ["GET /mentions/{id}", "GET /mentions/{id}/open", "POST /mentions/{id}/settle"]
)
def test_a_mention_is_for_whom_the_policy_lets_read_it(desk, address, word):
    path = path_of(address, {"id": mention_of(desk, word)})
    readers = MENTIONS_READ[word]
    if address.endswith("/open"):  # an address may name its author, whom leaders are not told
        readers = readers - {"trust"}

    assert whoever_finds(desk, address, path) == readers


@pytest.mark.parametrize(
    "address",
    [
        "GET /settings/people/{person}",
        "POST /settings/people/{person}/invite",
        "POST /settings/people/{person}/reset",
        "POST /settings/people/{person}/sign-out",
        "POST /settings/people/{person}/second-factor",
    ],
)
def test_an_account_is_looked_after_by_administrators_of_its_school(desk, address):
    path = path_of(address, {"person": "dpo"})

    found = whoever_finds(desk, address, path) - {"dpo"}
    desk.browsers["dpo"] = desk.under_test.browser("dpo")  # for theirs may have been ended

    assert found == {"head", "deputy", "it"}
    assert asked(desk, "dpo", address, path).status_code == 404
    desk.browsers["dpo"] = desk.under_test.browser("dpo")


def test_a_source_is_seen_by_everybody_and_paused_by_administrators(desk):
    desk.under_test.house.plan(spread=timedelta(0))
    seen = path_of("GET /sources/{name}", {"name": "gdelt"})
    assert whoever_finds(desk, "GET /sources/{name}", seen) == EVERYBODY
    for address in ("POST /sources/{name}/pause", "POST /sources/{name}/go-on"):
        path = path_of(address, {"name": "gdelt"})
        assert whoever_finds(desk, address, path) == HEADS | IT


def test_a_report_link_is_made_by_who_looks_after_the_school(desk):
    for address in ("POST /report-link/make", "POST /report-link/end"):
        client = desk.browsers["comms"]
        assert desk.under_test.press(client, path_of(address), school="wrenbeck").status_code == 404
        other = desk.browsers["other-head"]
        assert desk.under_test.press(other, path_of(address), school="wrenbeck").status_code == 404


@pytest.mark.parametrize("number", ["0", "1", "999999", "x", "-1"])
@pytest.mark.parametrize("ending", ["", ".html"])
def test_somebody_elses_digest_is_not_found(desk, number, ending):
    for person in ("it", "other-head", "comms"):
        assert desk.browsers[person].get(f"/digests/{number}{ending}").status_code == 404


def test_nothing_is_started_again_for_who_stopped_nothing(desk):
    for address in ("POST /digests/resume", "POST /digests/write-again"):
        assert whoever_finds(desk, address, path_of(address)) == NOBODY


@pytest.mark.parametrize("word", sorted(CASES))
def test_only_the_safeguarding_team_takes_a_sealed_case_over(desk, word):
    address = "POST /sealed/{ref}/mine"
    path = path_of(address, {"ref": desk.cases[word]})
    team = {"safeguarding": {"dsl", "dep-dsl"}, "about-head": {"dsl", "dep-dsl"}}

    assert whoever_finds(desk, address, path) == team.get(word, set())


def test_figures_as_a_table_are_for_everybody_of_the_school(desk):
    for file in ("posts.csv", "nothing.csv"):
        found = whoever_finds(desk, "GET /trends/{file}", f"/trends/{file}")
        assert found in (EVERYBODY, NOBODY)


@pytest.mark.parametrize("path", ["/api/v1/schools", "/api/v1/schools/wrenbeck/figures"])
def test_a_program_without_a_token_learns_nothing_even_in_a_signed_in_browser(desk, path):
    for person in ("", "head", "trust"):
        answer = desk.browsers[person].get(path)
        assert answer.status_code == 401
        assert "Wrenbeck" not in answer.text
