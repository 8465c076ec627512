"""Accounts and answers for the tests of what platforms say of official accounts."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from orm.errors import SourceError
from orm.model.accounts import Account, Sighting
from orm.model.polls import Request, Response, Scope
from orm.model.schools import SchoolId
from orm.ports import Profiling, Seeking
from sources.profiles import PROFILERS, SEEKERS
from tests.factories_sources import FETCHED_AT, shape_of

FOLDER = Path(__file__).parent / "golden" / "profiles"


def account(platform: str, handle: str, **more) -> Account:
    """An account of Wrenbeck Primary School."""
    return Account(SchoolId("wrenbeck"), platform, handle, **more)


def profiler(source: str, **options) -> Profiling:
    """What looks at accounts of a source, with these options of it."""
    return PROFILERS[source](shape_of(source).options(**options))


def seeker(source: str, **options) -> Seeking:
    """What looks for accounts of a source, with these options of it."""
    return SEEKERS[source](shape_of(source).options(**options))


@dataclass(frozen=True, slots=True)
class GoldenAnswer:
    """A body of a platform, and a JSON file saying how it came and what it means."""

    source: str
    name: str
    body: Path

    @property
    def told_file(self) -> Path:
        """`<name>.json` beside the body."""
        return self.body.with_name(f"{self.name}.json")

    def told(self) -> dict[str, object]:
        """How it came, and what must come of it."""
        told: dict[str, object] = json.loads(self.told_file.read_text(encoding="utf-8"))
        return told

    @property
    def sought(self) -> bool:
        """Whether it answers a search."""
        return self.sent()["shape"] == "search"

    def sent(self) -> dict[str, object]:
        """The exchange without its body."""
        sent = self.told()["answer"]
        assert isinstance(sent, dict)
        return sent

    def response(self, body: bytes | None = None, *, charset: str = "") -> Response:
        """The answer as it came, or with another body."""
        sent = self.sent()
        url = str(sent["url"])
        request = Request(self.source, str(sent["key"]), url, Scope.OWN, str(sent["shape"]))
        headers = sent.get("headers", {})
        assert isinstance(headers, dict)
        return Response(
            request,
            str(sent.get("came_from", url)),
            int(str(sent.get("status", 200))),
            self.body.read_bytes() if body is None else body,
            FETCHED_AT,
            headers=tuple(sorted(headers.items())),
            charset=charset,
        )

    def reader(self) -> Callable[[Response], Sighting | tuple[Sighting, ...]]:
        """What reads it."""
        return seeker(self.source).found if self.sought else profiler(self.source).sighting


def golden_answers(source: str | None = None) -> list[GoldenAnswer]:
    """Every golden answer, by source and name."""
    bodies = sorted(FOLDER.glob("*/*.body.*"))
    cases = [GoldenAnswer(body.parent.name, body.name.split(".")[0], body) for body in bodies]
    return [case for case in cases if source in {None, case.source}]


def outcome(case: GoldenAnswer) -> dict[str, object]:
    """What reading gives, as a golden file states it."""
    try:
        found = case.reader()(case.response())
    except SourceError as error:
        until = getattr(error, "until", None)
        said: dict[str, object] = {"error": type(error).__name__, "says": str(error)}
        return said | ({"until": until.isoformat()} if until else {})
    if isinstance(found, Sighting):
        return {"sighting": _stated(found)}
    return {"found": [_stated(one) for one in found]}


def _stated(sighting: Sighting) -> dict[str, object]:
    """A sighting's fields, without those left at their default."""
    stated: dict[str, object] = {}
    for one in fields(Sighting):
        value = getattr(sighting, one.name)
        if one.name == "platform" or value != one.default:
            stated[one.name] = _plain(value)
    return stated


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
