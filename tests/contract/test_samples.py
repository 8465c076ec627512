"""Real captures, kept outside the repository: each is read, or refused with a typed error.

`ORM_SAMPLES` names the folder; `python -m tests.contract.test_samples` prints what each file gives.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from orm.errors import SourceError
from orm.model.polls import Page, Request, Response
from sources.registry import build
from tests.factories_sources import FETCHED_AT, shape_of

SAMPLES = Path(os.environ.get("ORM_SAMPLES") or "no-samples")
FEEDS = ("feed", "news_sitemap", "google_alerts", "talkwalker")
SOURCES_OF: dict[str, tuple[str, ...]] = {
    "bbc_rss": FEEDS,
    "bing_news": ("bing_news", "feed"),
    "bluesky": ("bluesky",),
    "commoncrawl": (),  # not a source
    "csv_nasty": ("gias", "ofsted"),
    "discourse": ("discourse",),
    "facebook": ("facebook",),
    "gdelt": ("gdelt",),
    "gias": ("gias",),
    "google_business": ("google_business",),
    "google_news": ("google_news", "feed"),
    "google_places": ("google_places",),
    "guardian_api": ("guardian",),
    "guardian_rss": FEEDS,
    "instagram": ("instagram",),
    "json_feed": ("feed",),
    "linkedin": (),  # never automatic
    "mastodon": ("mastodon",),
    "ofsted": ("ofsted",),
    "reddit": ("reddit",),
    "review_jsonld": ("review_page",),
    "robots_txt": (),  # read by orm.http
    "rss_nasty": (*FEEDS, "wordpress"),
    "rss_other": (*FEEDS, "wordpress"),
    "sitemaps": ("news_sitemap", "school_website"),
    "telegram": ("telegram",),
    "threads": ("threads",),
    "tiktok": (),  # never automatic
    "trustpilot": ("trustpilot",),
    "wayback": (),  # not a source
    "wikipedia": ("wikipedia",),
    "wordpress": ("wordpress", "feed"),
    "x": ("x",),
    "youtube": ("youtube", "youtube_feed"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One capture, for one source."""

    file: Path
    source: str

    def __str__(self) -> str:
        return f"{self.source}-{self.file.parent.name}/{self.file.name}"

    def answers(self) -> Iterator[Response]:
        """The capture as `orm parse` takes it, and as it came where that was written down."""
        request = Request(self.source, "saved", "https://saved.example/")
        body = self.file.read_bytes()
        yield Response(request, request.url, 200, body, FETCHED_AT)
        exchange = self.file.with_name(f"{self.file.stem}.http.json")
        if exchange.is_file():
            said = json.loads(exchange.read_bytes())["response"]
            headers = tuple((name.lower(), str(value)) for name, value in said["headers"].items())
            yield Response(request, request.url, said["status"], body, FETCHED_AT, headers)

    def outcomes(self) -> list[str]:
        """What the source makes of each."""
        source = build(self.source, shape_of(self.source).options())
        return [_outcome(source, answer) for answer in self.answers()]


def _outcome(source, answer: Response) -> str:
    try:
        page = source.parse(answer)
    except SourceError as error:
        return f"{type(error).__name__}: {error}"
    assert isinstance(page, Page)
    return f"{len(page.items)} items, {len(page.skipped)} skipped, {len(page.follow)} to follow"


def samples() -> list[Sample]:
    """Every file of every folder, for each of its sources."""
    return [
        Sample(file, source)
        for folder in sorted(SAMPLES.glob("*/"))
        for file in sorted(folder.iterdir())
        if not file.name.endswith(".http.json")
        for source in SOURCES_OF.get(folder.name, ())
    ]


needed = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="ORM_SAMPLES names no folder of real captures"
)


@needed
def test_every_folder_of_captures_has_its_sources():
    assert {folder.name for folder in SAMPLES.glob("*/")} <= set(SOURCES_OF)


@needed
@pytest.mark.parametrize("sample", samples() or [None], ids=str)
def test_a_real_capture_is_read_or_refused_with_a_typed_error(sample):
    assert sample.outcomes()


if __name__ == "__main__":
    for each in samples():
        for said in each.outcomes():
            sys.stdout.write(f"{each!s:80} {said}\n")
