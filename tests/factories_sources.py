"""Watches, answers and golden cases for the tests of the collectors."""

import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from orm.errors import SourceError
from orm.model.items import Item
from orm.model.polls import Page, Request, Response, Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from orm.ports import Source
from sources.registry import SOURCES, Shape, build

GOLDEN = Path(__file__).parent / "golden"
FETCHED_AT = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
CHANNEL = "UCwrenbeck0000000000000"

WRENBECK = Watch(
    school_id=SchoolId("wrenbeck"),
    name="Wrenbeck Primary School",
    other_names=("Wrenbeck Primary",),
    town="Harrowmere",
    county="Eastmarch",
    website="wrenbeck.example",
    accounts=(
        OfficialAccount("youtube", CHANNEL),
        OfficialAccount("youtube", "@wrenbeck"),
        OfficialAccount("facebook", "100200300400500"),
        OfficialAccount("instagram", "17840000000000001"),
        OfficialAccount("threads", "26000000000000001"),
        OfficialAccount("x", "1300000000000000001"),
        OfficialAccount("bluesky", "did:plc:wrenbeckprimary000000000"),
        OfficialAccount("mastodon", "@wrenbeck@social.example"),
        OfficialAccount("telegram", "wrenbeckprimary"),
        OfficialAccount("google_business", "accounts/101/locations/5501"),
        OfficialAccount("google_places", "ChIJwrenbeckPrimary000000000"),
        OfficialAccount("trustpilot", "wrenbeck.example"),
    ),
    urn="990101",
)
ST_ORRINS = Watch(
    school_id=SchoolId("st-orrins"),
    name="St Orrin’s C of E Primary School",
    other_names=("St Orrin's",),
    town="Harrowmere",
    county="Eastmarch",
    website="https://st-orrins.example/",
    urn="990102",
)


def response(  # noqa: PLR0913 - the parts of an answer, each with a usual value
    body: bytes | str,
    *,
    source: str = "feed",
    url: str = "https://www.harrowmereherald.example/news/rss/",
    shape: str = "news",
    status: int = 200,
    charset: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    retry_at: datetime | None = None,
) -> Response:
    """An answer as `orm.http` hands it over."""
    request = Request(source, url, url, Scope.OPEN, shape)
    content = body.encode() if isinstance(body, str) else body
    return Response(
        request,
        url,
        status,
        content,
        FETCHED_AT,
        headers=headers,
        charset=charset,
        retry_at=retry_at,
    )


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden exchange of one source: a body, and a JSON file saying how it came and what it is."""

    source: str
    name: str
    body: Path

    @property
    def expected_file(self) -> Path:
        """`<name>.json` beside the body."""
        return self.body.with_name(f"{self.name}.json")

    def expected(self) -> dict[str, object]:
        """The exchange and what must come of it."""
        expected: dict[str, object] = json.loads(self.expected_file.read_text(encoding="utf-8"))
        return expected

    def response(self) -> Response:
        """The answer as it came."""
        sent = self.expected()["answer"]
        assert isinstance(sent, dict)
        retry_at = datetime.fromisoformat(sent["retry_at"]) if "retry_at" in sent else None
        return response(
            self.body.read_bytes(),
            source=self.source,
            url=sent["url"],
            shape=sent.get("shape", ""),
            status=sent.get("status", 200),
            charset=sent.get("charset", ""),
            headers=tuple(sorted(sent.get("headers", {}).items())),
            retry_at=retry_at,
        )


def golden_cases(source: str | None = None) -> list[Golden]:
    """Every golden exchange, by source and name."""
    bodies = sorted(GOLDEN.glob("*/*.body.*"))
    cases = [Golden(body.parent.name, body.name.split(".")[0], body) for body in bodies]
    return [case for case in cases if source in {None, case.source}]


@cache
def golden_source(shape: Shape) -> Source:
    """The source with the options of its golden folder, read as config.toml's are."""
    text = (GOLDEN / shape.name / "options.json").read_text(encoding="utf-8")
    return build(shape.name, TypeAdapter(shape.options).validate_json(text))


def shape_of(name: str) -> Shape:
    """The registry's line for a source."""
    return next(shape for shape in SOURCES if shape.name == name)


def outcome(source: Source, answer: Response) -> dict[str, object]:
    """What parsing gives, as a golden file states it: only what is not a default."""
    try:
        page = source.parse(answer)
    except SourceError as error:
        until = getattr(error, "until", None)
        said: dict[str, object] = {"error": type(error).__name__, "says": str(error)}
        return said | ({"until": until.isoformat()} if until else {})
    return page_outcome(page)


def page_outcome(page: Page) -> dict[str, object]:
    """A page in a golden file's words."""
    stated: dict[str, object] = {"items": [item_outcome(item) for item in page.items]}
    if page.follow:
        stated["follow"] = [
            {"url": r.url, "shape": r.shape, "scope": r.scope, "conditional": r.conditional}
            for r in page.follow
        ]
    if page.skipped:
        stated["skipped"] = [skipped.reason for skipped in page.skipped]
    if page.wait:
        stated["wait_seconds"] = page.wait.total_seconds()
    return stated


def item_outcome(item: Item) -> dict[str, object]:
    """An item's fields, without those left at their default."""
    stated: dict[str, object] = {"identity": [item.identity.family, item.identity.key]}
    for one in fields(Item)[1:]:
        value = getattr(item, one.name)
        if value != one.default:
            stated[one.name] = value.isoformat() if isinstance(value, datetime) else value
    return stated
