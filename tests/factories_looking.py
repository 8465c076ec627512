"""What tests of looking again need: a post, answers about it, and a house's eyes on the loopback."""

from datetime import datetime, timedelta

from orm.cases.chain import first_event, raised_event
from orm.errors import Conflict, NotAllowed
from orm.model.cases import CaseRef
from orm.model.items import Identity, Kind
from orm.model.judgement import Category
from orm.model.looks import Finding, Look, Subject
from orm.model.polls import Request, Response
from orm.pipeline.looking_again import Eyes, look_again
from orm.store.sql_store import SqlStore, open_store
from orm.wiring import WEB
from tests.factories_http import FakeClock, fetcher
from tests.factories_store import NOW, bring, decision_of, item_of, judged_of, prepared, ruling_of

REF = CaseRef("K7QD-2MX9")
URL = "https://chat.example/thread/7"
WORDS = "They closed the gate again and nobody at Wrenbeck Primary told the parents first"
AROUND = (
    "Harrowmere Chat is the place where our town talks about buses, bins, schools and the weather"
)
DAY = timedelta(days=1)


def subject_of(**changes) -> Subject:
    """A post in a forum."""
    return Subject(
        **{
            "identity": Identity("feed", URL),
            "source": "feed",
            "kind": Kind.POST,
            "platform": "web",
            "url": URL,
            "title": "The gate in Mill Street is shut",
            "text": WORDS,
            **changes,
        }
    )


def html(*paragraphs: str) -> bytes:
    """A page with the site's own words around these."""
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, AROUND, AROUND))
    return f"<!doctype html><title>Chat</title><body>{inside}</body>".encode()


def answer_of(body: bytes | str = b"", *, status: int = 200, url: str = URL, **changes) -> Response:
    """An answer to the question for URL."""
    return Response(
        **{
            "request": Request(source="look", key=URL, url=URL),
            "url": url,
            "status": status,
            "body": body.encode() if isinstance(body, str) else body,
            "fetched_at": NOW,
            "content_type": "text/html",
            **changes,
        }
    )


def look_of(number: int = 1, finding: Finding = Finding.REMOVED, **changes) -> Look:
    """A look, `number - 1` days after NOW."""
    fields = {
        "ref": REF,
        "identity": Identity("feed", URL),
        "at": NOW + (number - 1) * DAY,
        "detail": "the site says that there is no such page (404)",
    }
    return Look(number=number, finding=finding, **{**fields, **changes})


def real_store(url: str) -> SqlStore:
    """The store with the real chain of events."""
    return open_store(url, first_event=first_event, raised_event=raised_event)


def with_case(store: SqlStore, *urls: str, **changes) -> None:
    """Record one case about a story that stands at each of these addresses."""
    prepared(store)
    join_case(store, *urls, at=NOW, **changes)


def join_case(
    store: SqlStore,
    *urls: str,
    at: datetime = NOW + DAY / 2,
    category: Category = Category.T5,
    **changes,
) -> None:
    """Record the same story at each of these addresses, half a day later."""
    decision = decision_of(category, 2, **changes)
    ruling = ruling_of(decision, ref=REF)
    items = [item_of(str(place), url=url, text=WORDS) for place, url in enumerate(urls)]
    judged = [judged_of(item, ruling, fingerprint="fp", retain=decision.retain) for item in items]
    bring(store, *judged, at=at)


def eyes_of(store: SqlStore, clock: FakeClock | None = None, fetch=None) -> Eyes:
    """The house's eyes, with a real fetcher that finds every name on the loopback."""
    clock = clock or FakeClock(NOW)
    return Eyes(fetch or fetcher(clock), store, clock, WEB)


def look_often(url: str) -> int:
    """In a process of its own: look five times; how many were allowed."""
    store, allowed = real_store(url), 0
    for _ in range(5):
        try:
            look_again(REF, by="head", eyes=eyes_of(store))
        except (NotAllowed, Conflict):
            continue
        allowed += 1
    store.close()
    return allowed
