"""A desk on a real database: two invented schools, a person for each role, posts of each kind.

Everything comes in by the doors that users have: posts are brought and judged, people sign in.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from orm.archive.folder import EvidenceFolder
from orm.cases.chain import first_event, raised_event
from orm.config.loading import parse
from orm.entry.outcomes import Entered
from orm.entry.passwords import Passwords
from orm.errors import Unreachable
from orm.intake.from_form import Form, from_form
from orm.mail import mailer
from orm.model.cases import Case, CaseRef
from orm.model.schools import ContactId
from orm.store.sql_store import open_store
from orm.web.answering import Desk
from orm.web.app import desk_app
from orm.web.desk_routes import ROUTES
from orm.web.providers import Providers
from orm.wiring import Edges, House, build, source_shapes
from orm.wiring.door import front_door
from tests.factories_http import FakeClock

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday
_OPEN: ContextVar[Desk] = ContextVar("desk")
URL = "http://127.0.0.1:8770"
ISSUER = "https://sign-in.wrenbeck.example"
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
"""Hashes that take no time, for tests only."""
_CASES = "cases.json"

CONFIG = """
[network]
contact = "it@wrenbeck.example"
[mail]
transport = "file"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example", "st-orrins.example", "mereside.example"]
folder = "sent"
[digest]
desk_url = "http://127.0.0.1:8770"
[desk]
report_link = true
[calendar]
terms = [{ first_on = 2026-11-02, last_on = 2026-12-18 }]
[policy]
complaints_url = "https://wrenbeck.example/complaints"
privacy_url = "https://wrenbeck.example/privacy"
[[schools]]
id = "wrenbeck"
name = "Wrenbeck Primary School"
short_names = ["WPS"]
town = "Harrowmere"
postcode = "HM4 7QT"
website = "https://wrenbeck.example"
trust = "Mereside Learning Trust"
[[schools]]
id = "st-orrins"
name = "St Orrin's C of E Primary School"
town = "Harrowmere"
website = "https://st-orrins.example"
trust = "Mereside Learning Trust"
"""

PEOPLE = (
    ("head", "Ada Ferrow", ("headteacher",), "deputy", ("wrenbeck",)),
    ("deputy", "Ines Varley", ("slt",), "", ("wrenbeck",)),
    ("dsl", "Cass Elm", ("dsl",), "dep-dsl", ("wrenbeck",)),
    ("dep-dsl", "Tove Marsh", ("slt",), "", ("wrenbeck",)),
    ("comms", "Pia Rowan", ("comms",), "", ("wrenbeck",)),
    ("chair", "Bram Oakes", ("chair",), "", ("wrenbeck",)),
    ("it", "Noor Hale", ("it",), "", ("wrenbeck",)),
    ("dpo", "Wyn Ashby", ("dpo",), "", ("wrenbeck",)),
    ("other-head", "Ruth Combe", ("headteacher", "dsl", "slt"), "", ("st-orrins",)),
    ("other-chair", "Sol Brand", ("chair",), "", ("st-orrins",)),
    ("trust", "Mae Linden", ("slt",), "", ()),
)
"""(id, name, roles, deputy, schools). No schools means both."""

POSTS = {
    "praise": "My daughter started at Wrenbeck Primary School in Harrowmere this term and the teachers"
    " have been brilliant. Thank you all.",
    "criticism": "Honest review of Wrenbeck Primary School, Harrowmere: communication is poor, two days'"
    " notice for a costume day is not fair on working parents.",
    "complaint": "Third time my SEND son has been left out of the trip list at Wrenbeck Primary School,"
    " Harrowmere. I have emailed twice and heard nothing.",
    "abuse": "My lad is in Year 4 at Wrenbeck Primary School, Harrowmere. His teacher is a useless, vile"
    " little woman and everyone knows it.",
    "threat": "If that teacher at Wrenbeck Primary School in Harrowmere speaks to my boy again I will"
    " put her in hospital.",
    "safeguarding": "Little lad at Wrenbeck Primary School, Harrowmere always has bruises on his arms,"
    " does nobody notice?",
    "about-head": "My daughter says the headteacher of Wrenbeck Primary School, Harrowmere grabbed her"
    " arm and left a mark.",
    "posing": "Wrenbeck Primary School Harrowmere OFFICIAL page: school closed tomorrow, send us your"
    " children's names to register!",
}
"""What people brought, by a word for each; the judgement of the house says what each is."""

SOME_PARTS = {
    "number": "1",
    "step": "note",
    "route": "posh",
    "stage": "propose",
    "sheet": "debrief",
    "form": "txt",
    "id": "1",
    "file": "mentions.csv",
    "name": "feed",
    "person": "head",
    "finding": "1",
    "kind": "governors",
}
"""A word for each part of the desk's addresses, beside a case's reference."""


def config_text() -> str:
    """The configuration of both schools and all people."""
    people = (_contact(*each) for each in PEOPLE)
    return CONFIG + "".join(people)


def _contact(
    name: str, called: str, roles: tuple[str, ...], deputy: str, schools: tuple[str, ...]
) -> str:
    domain = schools[0] if len(schools) == 1 else "mereside"
    lines = [
        "[[contacts]]",
        f'id = "{name}"',
        f'name = "{called}"',
        f'email = "{name}@{domain}.example"',
        f"roles = {list(roles)}",
        f"schools = {list(schools)}" if schools else "",
        f'deputy = "{deputy}"' if deputy else "",
    ]
    return "\n".join(line for line in lines if line) + "\n"


@dataclass(frozen=True)
class DeskUnderTest:
    """A house with its desk, the clock that its time is read from, and the cases by word."""

    house: House
    desk: Desk
    clock: FakeClock
    cases: dict[str, CaseRef]

    def client(self) -> TestClient:
        """A browser that nobody has signed in with."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            _OPEN.set(self.desk)
            await _app(self.desk.url)(scope, receive, send)

        return _before(app)

    def program(self) -> TestClient:
        """A program before an interface that has counted nobody's questions yet."""
        return _before(desk_app(lambda: self.desk, ROUTES, url=self.desk.url))

    def browser(self, person: str) -> TestClient:
        """A browser in which this person is signed in."""
        client = self.client()
        client.cookies.set("orm-session", self.token(person))
        return client

    def token(self, person: str) -> str:
        """A session of this person."""
        contact = next(each for each in self.house.config.contacts if each.id == person)
        came = self.desk.door.enter_by_openid(
            contact.email, issuer=ISSUER, subject=contact.id, now=self.clock.now()
        )
        assert isinstance(came, Entered)
        return came.token

    def press(self, client: TestClient, path: str, **fields: str | list[str]):
        """Send a form as the page of this browser would, its token included."""
        token = client.cookies.get("orm-session") or ""
        mark = self.desk.door.form_token(token, "desk")
        return client.post(path, data={"form_token": mark, **fields})

    def case(self, word: str) -> Case:
        """The case of a post, as it stands now."""
        file = self.house.edges.store.case(self.cases[word])
        assert file is not None
        return file.case


@cache
def _app(url: str) -> Starlette:
    """The application over whichever desk is asked: to make it takes longer than most answers."""
    return desk_app(_OPEN.get, ROUTES, url=url)


def _before(app: ASGIApp) -> TestClient:
    return TestClient(app, base_url=URL, follow_redirects=False, raise_server_exceptions=False)


def no_network(request, validators):
    raise Unreachable("there is no network here")


@contextmanager
def desk_under_test(
    folder: Path, database_url: str, *, posts: tuple[str, ...] = tuple(POSTS)
) -> Iterator[DeskUnderTest]:
    """A desk over this migrated database, with these posts brought on the day before."""
    with _house(folder, database_url) as house:
        house.enrol()
        refs = {word: _brought(house, word) for word in posts}
        house.keep_evidence()
        cases = {word: ref for word, ref in refs.items() if ref is not None}
        (folder / _CASES).write_text(json.dumps(cases), encoding="utf-8")
        yield _under_test(folder, house)


@contextmanager
def desk_again(folder: Path, database_url: str) -> Iterator[DeskUnderTest]:
    """The desk in a folder that `desk_under_test` has filled, or in a copy of it."""
    with _house(folder, database_url) as house:
        yield _under_test(folder, house)


def laid_out(template: Path, place: Path) -> Path:
    """A copy of a filled folder at this place, whatever was there before.

    A house is built once for each place: desks that follow each other at one place open quickly.
    """
    shutil.rmtree(place, ignore_errors=True)
    return shutil.copytree(template, place)


def _under_test(folder: Path, house: House) -> DeskUnderTest:
    cases = json.loads((folder / _CASES).read_text(encoding="utf-8"))
    clock = house.edges.clock
    assert isinstance(clock, FakeClock)
    door = front_door(house, passwords=QUICK)
    return DeskUnderTest(house, Desk(house, door, URL, Providers()), clock, cases)


@contextmanager
def _house(folder: Path, database_url: str) -> Iterator[House]:
    house = _built(folder, database_url)
    house.config.data_folder.mkdir(mode=0o700, exist_ok=True)
    clock = house.edges.clock
    assert isinstance(clock, FakeClock)
    clock.advance(seconds=(NOW - clock.now()).total_seconds())
    try:
        yield house
    finally:
        house.close()


@lru_cache(maxsize=4)
def _built(folder: Path, database_url: str) -> House:
    """A house keeps nothing of what it did but in its database and its folder."""
    config = parse(config_text(), base=folder, environ={}, source_options=source_shapes())
    config = replace(config, database_url=database_url)
    store = open_store(database_url, first_event=first_event, raised_event=raised_event)
    edges = Edges(
        clock=FakeClock(NOW),
        fetch=no_network,
        store=store,
        mailer=mailer(config.mail),
        archive=EvidenceFolder(config.evidence),
        entry=store.entry,
        shelf=store.shelf,
        letter_book=store.letter_book,
    )
    return build(config, edges, worker="desk")


def _brought(house: House, word: str) -> CaseRef | None:
    form = Form(
        school="wrenbeck",
        url=f"https://www.mumsnet.com/talk/education/53000{len(word)}{ord(word[0])}-{word}",
        platform="mumsnet",
        seen_by="office",
        how="a parent showed it at the gate",
        seen_at="2026-11-19T08:15",
        text=POSTS[word],
    )
    receipt = house.take_in(from_form(form, house.reception(brought_by="comms")))
    return receipt.taken.cases[0] if receipt.taken.cases else None


def contact_id(person: str) -> ContactId:
    """The id of one of the people."""
    return ContactId(person)
