"""What a platform's reader makes of one saved answer about an account, without a configuration."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, is_dataclass, replace
from urllib.parse import urlsplit

from orm.errors import ConfigError, SourceError, Unreadable
from orm.model.accounts import Account, Sighting
from orm.model.polls import Request, Response
from orm.model.schools import SchoolId
from orm.ports import Profiling
from orm.wiring.edges import source_shapes
from sources.profiles import PROFILERS
from sources.profiles.asking import POSTS, PROFILE, look
from sources.profiles.mastodon import WEBFINGER

_NOBODY = SchoolId("saved")
_FINGER_PATH = "/.well-known/webfinger"


def read_saved(platform: str, handle: str, answer: Response) -> Sighting:
    """What an answer says of an account of a platform, or of a source that looks at accounts.

    Where there are several ways to a platform, or several documents, each reader is tried: the
    first that knows the answer reads it. `answer.request` is made anew; only its address counts.

    Raises:
        ConfigError: no program looks at accounts of this platform.
        SourceError: the first reader's error; one that says more than that it cannot be read
            goes before.
    """
    errors: list[SourceError] = []
    for way, request in _attempts(_ways(platform, answer.url), handle, answer.url):
        try:
            return way.sighting(replace(answer, request=request))
        except SourceError as error:
            errors.append(error)
    raise next((each for each in errors if not isinstance(each, Unreadable)), errors[0])


def _ways(platform: str, url: str) -> Sequence[Profiling]:
    """The ways to the platform; only those that ask this address's host, where any does."""
    wanted = platform.strip().casefold()
    shapes = source_shapes()
    made = [(make, shapes[name].options()) for name, make in PROFILERS.items()]
    ways = [(make(options), options) for make, options in made]
    meant = [each for each in ways if wanted in {each[0].name, each[0].platform}]
    if not meant:
        known = sorted({way.platform for way, _ in ways})
        raise ConfigError(
            [f"--platform: no program looks at {wanted or 'that'}; there are {', '.join(known)}"]
        )
    host = urlsplit(url).hostname
    asking = [way for way, options in meant if host in set(_hosts(options))]
    return asking or [way for way, _ in meant]


def _hosts(options: object) -> Iterator[str | None]:
    """The hosts that a source's options name."""
    if is_dataclass(options) and not isinstance(options, type):
        for value in asdict(options).values():
            if isinstance(value, str) and value.startswith("https://"):
                yield urlsplit(value).hostname


def _attempts(
    ways: Sequence[Profiling], handle: str, url: str
) -> Iterator[tuple[Profiling, Request]]:
    """Each way with each question that may have been asked at this address."""
    path = urlsplit(url).path
    for way in ways:
        asked = [
            each
            for each in way.looks(Account(_NOBODY, way.platform, handle, url=url))
            if urlsplit(each.url).path == path
        ]
        if asked:
            yield from ((way, each) for each in asked)
            continue
        for shape in (WEBFINGER,) if path == _FINGER_PATH else (PROFILE, POSTS):
            yield way, look(way.name, shape, handle, url)
