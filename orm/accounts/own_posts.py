"""Questions about a post of our own, for the comms lead (domain.md T18; R20, R65, R70, R86, R115).

Each is a question and never an accusation; none repeats a name.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from orm.accounts.full_names import HashedNames, is_listed, looks_named
from orm.accounts.outcomes import local_day
from orm.accounts.told_dates import wrong_term, wrong_weekday
from orm.model.own_posts import Question
from orm.model.schools import SchoolCalendar

LONGEST_AVERAGE = 25
"""Words in a sentence, on average, that plain English bears."""

MOST_HARD_WORDS = 2

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[#@]\w+")
_HARD_WORDS = (
    "additionally aforementioned ascertain cascaded cognisant collaboratively commence commencing "
    "disseminate disseminated endeavour endeavours enquire expedite facilitate facilitated "
    "facilitates forthwith furthermore henceforth hereby holistic implement implementation "
    "inaugural initiate methodologies methodology moreover nevertheless notwithstanding paradigm "
    "pedagogic pedagogical pedagogy prior pursuant remuneration scaffolded scaffolding stakeholder "
    "stakeholders strategic subsequently terminate thereafter utilise utilised utilising "
    "whereby wherein metacognition metacognitive"
)
_HARD = frozenset(_HARD_WORDS.split())
_OPINION = re.compile(
    r"\bI (?:\w+ly )?(?:think|believe|reckon|feel that|suspect|doubt)\b"
    r"|\bin my (?:\w+ )?(?:opinion|view|experience)\b|\bif you ask me\b|\bimh?o\b"
    r"|\bpersonally,? I\b|\bI personally\b|\bmy (?:own |personal )+(?:view|opinion)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of an official account. None: the platform, or the register, does not say.

    `pictures` are those attached, `undescribed` those without a description for people who cannot
    see them. `consent_confirmed` is what was recorded about the people in them. The text stays out
    of repr.
    """

    text: str = field(repr=False)
    pictures: int | None = None
    undescribed: int | None = None
    posted_at: datetime | None = None
    consent_confirmed: bool | None = None


def questions(
    post: OwnPost,
    *,
    names: HashedNames,
    ours: Collection[str],
    calendar: SchoolCalendar,
    today: date,
) -> tuple[Question, ...]:
    """What there is to ask about a post; nothing for most.

    `ours` are names that are no person's: of the school, its streets, teams and events. A post
    without a time was made `today`.
    """
    posted_on = local_day(post.posted_at) if post.posted_at else today
    return (
        *_named(post, names, ours),
        *_pictured(post),
        *_dated(post.text, calendar, posted_on),
        *_worded(post.text),
    )


def _named(post: OwnPost, names: HashedNames, ours: Collection[str]) -> Iterator[Question]:
    if post.pictures == 0 or not (is_listed(post.text, names) or looks_named(post.text, ours)):
        return
    if post.pictures is None:
        asks = (
            "Is there a picture with this post? It seems to hold somebody's full name: with a "
            "picture of a pupil, that needs permission. Would the first name do?"
        )
    else:
        asks = (
            "Is this somebody's full name, beside a picture? If it is a pupil's, is there permission "
            "for both together, or would the first name do?"
        )
    yield Question("full-name", asks)


def _pictured(post: OwnPost) -> Iterator[Question]:
    if post.pictures and not post.consent_confirmed:
        yield Question(
            "consent",
            "Is there consent for everybody in the picture? If so, please record it; if not, take "
            "the picture down until there is.",
        )
    if post.undescribed:
        yield Question(
            "alt-text",
            "Is there a reason why a picture has no description? People who cannot see it rely on "
            "one; a short sentence is enough.",
        )


def _dated(text: str, calendar: SchoolCalendar, posted_on: date) -> Iterator[Question]:
    if words := wrong_weekday(text, posted_on):
        yield Question(
            "weekday", f"Is “{words}” right? The day of the week and the date do not fit together."
        )
    elif words := wrong_term(text, calendar, posted_on):
        yield Question(
            "term-date", f"Is “{words}” right? The school's calendar gives the term another day."
        )


def _worded(text: str) -> Iterator[Question]:
    if _is_hard(text):
        yield Question(
            "plain-english",
            "Is this easy to read on a phone, also for parents who are new to English? Shorter "
            "sentences or everyday words may help.",
        )
    if _OPINION.search(text):
        yield Question(
            "opinion",
            "Is this the school's view? It reads like one person's own; readers will take it as the "
            "school's.",
        )


def _is_hard(text: str) -> bool:
    bare = _ADDRESS.sub(" ", text)
    lengths = [len(_WORD.findall(sentence)) for sentence in _SENTENCE.split(bare)]
    counted = [length for length in lengths if length]
    too_long = bool(counted) and sum(counted) > LONGEST_AVERAGE * len(counted)
    words = (word.casefold() for word in _WORD.findall(bare))
    return too_long or sum(word in _HARD for word in words) > MOST_HARD_WORDS
