"""One line per value that tests need; everything invented."""

from datetime import UTC, datetime, timedelta

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Cadence, Poll, PollId, Request, Response, Scope
from orm.model.schools import School, SchoolId

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

CADENCE = Cadence(
    shortest=timedelta(minutes=15),
    usual=timedelta(hours=1),
    longest=timedelta(hours=12),
    silence=timedelta(days=7),
)


def school(**changes) -> School:
    """Wrenbeck Primary School of Harrowmere."""
    return School(
        **{
            "id": SchoolId("wrenbeck"),
            "name": "Wrenbeck Primary School",
            "town": "Harrowmere",
            "county": "Eastmarch",
            **changes,
        }
    )


def request(**changes) -> Request:
    """A request of the source "feed"."""
    return Request(
        **{
            "source": "feed",
            "key": "https://herald.example/rss",
            "url": "https://herald.example/rss",
            **changes,
        }
    )


def poll(**changes) -> Poll:
    """A poll wanted by Wrenbeck."""
    return Poll(
        **{
            "id": PollId(1),
            "request": request(),
            "domain": "herald.example",
            "cadence": CADENCE,
            "wanted_by": ((SchoolId("wrenbeck"), Scope.LOCAL),),
            "interval": timedelta(hours=1),
            "next_poll_at": NOW,
            **changes,
        }
    )


def item(key: str = "1", **changes) -> Item:
    """A news item; `key` makes it another one."""
    return Item(
        **{
            "identity": Identity("feed", f"https://herald.example/news/{key}"),
            "kind": Kind.NEWS,
            "platform": "The Harrowmere Herald",
            "url": f"https://herald.example/news/{key}",
            "title": f"Bins collected on day {key}",
            "text": "A report of the council's week.",
            "posted_at": NOW - timedelta(hours=2),
            **changes,
        }
    )


def response(**changes) -> Response:
    """A 200 with an empty body."""
    asked = changes.pop("request", request())
    return Response(
        **{
            "request": asked,
            "url": asked.url,
            "status": 200,
            "body": b"",
            "fetched_at": NOW,
            **changes,
        }
    )
