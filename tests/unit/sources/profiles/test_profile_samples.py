"""Real captures, kept outside the repository: each is a sighting or an error with a name.

`ORM_SAMPLES` names the folder, as for the collectors.
"""

import json
import os
from pathlib import Path

import pytest

from orm.errors import Gone, Refused, SourceError
from orm.model.accounts import Sighting, State
from orm.model.polls import Request, Response, Scope
from sources.profiles.asking import POSTS, PROFILE
from sources.profiles.mastodon import WEBFINGER
from tests.factories_profiles import profiler
from tests.factories_sources import FETCHED_AT

SAMPLES = Path(os.environ.get("ORM_SAMPLES") or "no-samples")
PROFILERS_OF = {
    "bluesky": ("bluesky",),
    "facebook": ("facebook",),
    "instagram": ("instagram",),
    "mastodon": ("mastodon",),
    "telegram": ("telegram",),
    "threads": ("threads",),
    "x": ("x",),
    "youtube": ("youtube", "youtube_feed"),
    **dict.fromkeys(("bbc_rss", "json_feed", "rss_nasty", "rss_other", "wordpress"), ("feed",)),
}
SHAPES = ("", PROFILE, POSTS, WEBFINGER)
KNOWN = (
    ("bluesky/error_account_takedown_400.json", "bluesky", State.SUSPENDED),
    ("bluesky/error_account_deactivated_400.json", "bluesky", State.DEACTIVATED),
    ("bluesky/error_profile_not_found_400.json", "bluesky", Gone),
    ("bluesky/getProfile_1.json", "bluesky", State.LIVE),
    ("mastodon/account_lookup_v4.6.json", "mastodon", State.LIVE),
    ("mastodon/error_404_lookup.json", "mastodon", Gone),
    ("mastodon/error_401_home.json", "mastodon", Refused),
    ("youtube/channel_info_single.json", "youtube", State.LIVE),
    ("youtube/channels_unknown_id_empty.json", "youtube", Gone),
    ("youtube/channel_feed_2017_SecDSM.xml", "youtube_feed", State.LIVE),
    ("youtube/consent_wall_404.html", "youtube_feed", Refused),
    ("youtube/error_400_key_invalid.json", "youtube", Refused),
    ("telegram/channel_preview_trimmed.html", "telegram", State.LIVE),
    ("facebook/pages_single_fields_page.json", "facebook", State.LIVE),
    ("facebook/base_error_data.json", "facebook", Refused),
    ("facebook/error_190_463_expired.json", "facebook", Refused),
    ("threads/me.json", "threads", State.LIVE),
    ("x/user_user_resp.json", "x", State.LIVE),
    ("x/error_402_credits_depleted.json", "x", Refused),
    ("wordpress/org_feed.xml", "feed", State.LIVE),
)

needed = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="ORM_SAMPLES names no folder of real captures"
)


def captures() -> list[tuple[Path, str]]:
    """Every capture of a platform, for each of its profilers."""
    return [
        (file, source)
        for folder, sources in PROFILERS_OF.items()
        for file in sorted((SAMPLES / folder).glob("*"))
        if not file.name.endswith(".http.json")
        for source in sources
    ]


def status_of(file: Path) -> int:
    """The status that was written down with a capture, or that its name tells."""
    exchange = file.with_name(f"{file.stem}.http.json")
    if exchange.is_file():
        return int(json.loads(exchange.read_bytes())["response"]["status"])
    told = [word for word in file.stem.split("_") if word.isdigit() and 400 <= int(word) < 600]
    return int(told[0]) if told else 200


def answered(file: Path, source: str, shape: str = "", status: int | None = None):
    request = Request(source, "saved", "https://saved.example/", Scope.OWN, shape)
    status = status_of(file) if status is None else status
    answer = Response(request, request.url, status, file.read_bytes(), FETCHED_AT)
    try:
        return profiler(source).sighting(answer)
    except SourceError as error:
        return error


@needed
@pytest.mark.parametrize(
    ("file", "source"), captures() or [(None, "")], ids=lambda one: getattr(one, "name", one)
)
def test_a_real_capture_is_a_sighting_or_an_error_with_a_name(file, source):
    for shape in SHAPES:
        for status in (None, 200, 404):
            assert isinstance(answered(file, source, shape, status), Sighting | SourceError)


@needed
@pytest.mark.parametrize(("name", "source", "meaning"), KNOWN, ids=str)
def test_a_real_capture_means_what_the_contract_says(name, source, meaning):
    said = answered(SAMPLES / name, source)

    if isinstance(meaning, State):
        assert isinstance(said, Sighting)
        assert said.state is meaning
    else:
        assert isinstance(said, meaning)
