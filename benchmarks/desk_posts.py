"""Invented posts about a hundred invented schools: many, varied, and the same on every machine."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random  # noqa: TID251 - seeded: the same posts on every machine

from orm.model.judgement import Category, Stance, Verdict
from orm.model.schools import School, SchoolId

UNTIL = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
YEARS = timedelta(days=5 * 365)
SCHOOLS = 100
BUSIER = 10
"""The first school has so many times the posts of another."""

COMMON = "school"
"""In most posts."""

RARE = "zephyrine"
"""In one post of 20,000."""

ABSENT = "quinquereme"
"""In none."""

SOURCES = (
    "google_news",
    "feed",
    "reddit",
    "bluesky",
    "google_business",
    "x",
    "facebook",
    "ofsted",
    "whatdotheyknow",
    "petitions",
)
THEMES = (
    "parking",
    "communication",
    "send",
    "lunches",
    "behaviour",
    "uniform",
    "homework",
    "trips",
    "admissions",
    "staffing",
)
_TEXTS = 20_000
_TITLED = 0.4
_RARELY = 17
_THEMES = (
    *((),) * 15,
    *((theme,) for place, theme in enumerate(THEMES) for _ in range(10 - place)),
    *((theme, THEMES[0]) for theme in THEMES[1:]),
)
"""What a post tells of: nothing often, the first theme more than the last."""

_CATEGORIES = (
    *(Category.T1,) * 25,
    *(Category.T2,) * 20,
    *(Category.T3,) * 25,
    *(Category.T4,) * 8,
    *(Category.T5,) * 5,
    *(Category.T6,) * 3,
    *(Category.T18,) * 4,
    *(Category.T20,) * 7,
    Category.T8,
    Category.T10,
    Category.T11,
)
_STANCES = (*(Stance.POSITIVE,) * 4, *(Stance.NEUTRAL,) * 3, *(Stance.NEGATIVE,) * 3, Stance.MIXED)
_VERDICTS = (*(Verdict.US,) * 46, *(Verdict.UNSURE,) * 3, Verdict.NOT_US)
_BEGIN = ("", "Honestly, ", "So ", "FYI: ", "Has anyone heard? ", "Update: ", "Well done: ")
_WHO = (
    "the school",
    "our school",
    "the school office",
    "the PTA",
    "Year 4",
    "the new head",
    "reception",
    "the school kitchen",
    "the after-school club",
    "the choir",
)
_DID = (
    "has changed",
    "forgot",
    "ran",
    "cancelled",
    "is raising money for",
    "wrote to parents about",
    "said nothing about",
    "were brilliant at",
    "still has not sorted",
    "won a prize for",
)
_WHAT = (
    "the parking at the gate",
    "the summer fair",
    "the lunch menu",
    "homework",
    "the trip to the museum",
    "the spelling test",
    "the uniform list",
    "the SEND review",
    "the café morning",
    "the football cup",
    "the Ofsted letter",
)
_SYLLABLES = (
    "ba",
    "den",
    "mor",
    "lin",
    "tas",
    "ver",
    "holm",
    "wick",
    "sa",
    "ro",
    "ket",
    "ul",
    "fen",
)


@dataclass(frozen=True, slots=True)
class Post:
    """One post about one school."""

    number: int
    school: SchoolId
    seen_at: datetime
    title: str
    text: str
    source: str
    themes: tuple[str, ...]
    category: Category
    stance: Stance
    verdict: Verdict


def schools() -> tuple[School, ...]:
    """The hundred."""
    return tuple(
        School(id=SchoolId(f"school-{n:03}"), name=f"Number {n} Primary School", town="Harrowmere")
        for n in range(SCHOOLS)
    )


def posts(count: int) -> Iterator[Post]:
    """So many, oldest first, evenly over five years. Their texts come from a pool."""
    random = Random(2026)  # noqa: S311 - posts, not secrets
    pool = _pool(random, min(count, _TEXTS))
    shares = list(accumulate((BUSIER, *(1,) * (SCHOOLS - 1))))
    ids = [school.id for school in schools()]
    began, apart = UNTIL - YEARS, YEARS / count
    for number in range(count):
        title, text = random.choice(pool)
        yield Post(
            number=number,
            school=ids[bisect(shares, random.randrange(shares[-1]))],
            seen_at=began + apart * number,
            title=title,
            text=f"{text} Ask for {RARE}." if number % 20_000 == _RARELY else text,
            source=SOURCES[min(int(random.expovariate(0.5)), len(SOURCES) - 1)],
            themes=random.choice(_THEMES),
            category=random.choice(_CATEGORIES),
            stance=random.choice(_STANCES),
            verdict=random.choice(_VERDICTS),
        )


def _pool(random: Random, count: int) -> list[tuple[str, str]]:
    words = _Words(random)
    return [
        (words.sentence() if random.random() < _TITLED else "", _text(random, words))
        for _ in range(count)
    ]


def _text(random: Random, words: "_Words") -> str:
    return " ".join(words.sentence() for _ in range(1 + min(int(random.expovariate(0.4)), 20)))


class _Words:
    """Sentences, with invented words of which a few are frequent and most are rare."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._invented = sorted(
            {
                "".join(random.choice(_SYLLABLES) for _ in range(random.randrange(2, 5)))
                for _ in range(30_000)
            }
        )
        random.shuffle(self._invented)

    def sentence(self) -> str:
        random = self._random
        said = f"{random.choice(_BEGIN)}{random.choice(_WHO)} {random.choice(_DID)} {random.choice(_WHAT)}"
        invented = " ".join(self._any(self._invented) for _ in range(3))
        return f"{said}, {invented}."

    def _any(self, words: Sequence[str]) -> str:
        """The n-th word about once for n times the first."""
        return words[min(int(len(words) ** self._random.random()) - 1, len(words) - 1)]
