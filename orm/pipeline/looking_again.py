"""Looking again at what a case is about: when a person asks, politely, three times at most.

Nothing here runs by itself. What a look saw is kept as evidence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orm.cases.chain import next_event
from orm.errors import ConfigError, Conflict, NotAllowed, SourceError, StoreError
from orm.looking.judging import NEVER, Web, gone, judge, second_sign_at
from orm.looking.places import request_for, site_of
from orm.model.cases import OPEN_STATES, CaseEvent, CaseFile, CaseRef
from orm.model.judgement import Category
from orm.model.looks import MOST_LOOKS, Finding, Look, Looked, Subject
from orm.model.polls import NotModified, Request, Response, Validators
from orm.pipeline.keeping_evidence import Keeping, keep_capture
from orm.ports import Archive, Clock, Fetch, Store

LOOKED = "looked"
"""What the case's record calls it."""

_NEVER_OPENED = Category.T13  # "Do not open, copy, save": domain.md §3.3
_BEGUN = "the look was begun and not finished"
_NOT_KEPT = "; the page could not be kept as evidence: run orm check"
_LONGEST_NAME = 60
_SAID = {
    Finding.STILL_THERE: "still there",
    Finding.REMOVED: "removed, by the source's own sign",
    Finding.COULD_NOT_LOOK: "could not look",
}

Group = tuple[Subject, ...]
"""The items of a case that one address shows: it is asked for once."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looking needs of the world. Without an archive, nothing that is seen is kept."""

    fetch: Fetch
    store: Store
    clock: Clock
    web: Web
    archive: Archive | None = None


def look_again(ref: CaseRef, *, by: str, eyes: Eyes) -> tuple[Looked, ...]:
    """Ask once for every address of the case that has looks left; what each item's look found.

    Each look is counted before the address is asked for, and its finding is written together with
    an event of the case.

    Raises:
        NotAllowed: no such case, it is closed, its kind is never opened, or no look is left.
        Conflict: somebody else looks at the same moment.
    """
    _check_name(by)
    check_case(eyes.store.case(ref), ref)
    subjects = eyes.store.subjects(ref)
    groups = _by_address(subjects)
    if not any(_left(group) for group in groups):
        raise _used_up(ref)
    made: list[Look] = []
    for group in groups:
        if _left(group):
            made.extend(_look(group, ref, by=by, eyes=eyes))
    return tuple(_told(subjects, groups, made))


def _check_name(by: str) -> None:
    if not by.strip() or not by.isprintable() or len(by) > _LONGEST_NAME:
        raise NotAllowed(
            f'Say who looks in one line of at most {_LONGEST_NAME} characters, such as "head".'
        )


def check_case(file: CaseFile | None, ref: CaseRef) -> None:
    """Raises NotAllowed: nobody looks again at what such a case is about."""
    if file is None:
        raise NotAllowed(f"There is no case {ref}; see the list of cases.")
    if never_opened(file):
        raise NotAllowed(
            f"What case {ref} is about is never opened, by nobody here: the safeguarding lead"
            " passes the address on to the police and the IWF."
        )
    if file.case.state not in OPEN_STATES:
        raise NotAllowed(f"Case {ref} is closed; nothing is looked at again for it.")


def never_opened(file: CaseFile) -> bool:
    """Whether what the case is about is of the kind that nobody here opens (domain.md §3.3, T13)."""
    return _NEVER_OPENED in {file.case.category, file.decision.category, *file.decision.also}


def _used_up(ref: CaseRef) -> NotAllowed:
    return NotAllowed(
        f"Case {ref} was looked at three times already; look yourself and close the case."
    )


def _by_address(subjects: Iterable[Subject]) -> tuple[Group, ...]:
    groups: dict[object, list[Subject]] = {}
    for subject in subjects:
        request = request_for(subject)
        place = subject.identity if request is None else request.url
        groups.setdefault(place, []).append(subject)
    return tuple(tuple(group) for group in groups.values())


def _left(group: Group) -> int:
    """How often the address may still be asked for. An item that joined later shares its count."""
    numbers = (look.number for subject in group for look in subject.looks)
    return MOST_LOOKS - max(numbers, default=0)


def _look(group: Group, ref: CaseRef, *, by: str, eyes: Eyes) -> tuple[Look, ...]:
    number, at = MOST_LOOKS - _left(group) + 1, eyes.clock.now()
    begun = tuple(
        Look(ref, subject.identity, number, at, Finding.COULD_NOT_LOOK, _BEGUN) for subject in group
    )
    try:
        eyes.store.begin_looks(begun)
    except Conflict as lost:
        if number == MOST_LOOKS:
            raise _used_up(ref) from lost
        raise
    made = _judged(begun, group, eyes)
    eyes.store.end_looks(made, link=lambda last: _event(last, made, by=by, at=eyes.clock.now()))
    return made


def _judged(begun: Sequence[Look], group: Group, eyes: Eyes) -> tuple[Look, ...]:
    request = request_for(group[0])
    if request is None:
        return tuple(replace(look, detail=NEVER) for look in begun)
    answer = _answer(request, eyes.fetch)
    trouble = _keep(answer, group, begun[0].ref, eyes)
    made = []
    for look, subject in zip(begun, group, strict=True):
        finding, detail = judge(answer, subject, web=eyes.web)
        made.append(replace(look, finding=finding, detail=f"{detail}{trouble}"))
    return tuple(made)


def _keep(
    answer: Response | NotModified | SourceError, group: Group, ref: CaseRef, eyes: Eyes
) -> str:
    """What the person who looks is told when the page could not be kept; empty when all is well."""
    file = eyes.store.case(ref)
    if eyes.archive is None or file is None:
        return ""
    keeping = Keeping(eyes.archive, eyes.store)
    try:
        keep_capture(file, group, answer, keeping, now=eyes.clock.now())
    except (StoreError, ConfigError):
        return _NOT_KEPT
    return ""


def _answer(request: Request, fetch: Fetch) -> Response | NotModified | SourceError:
    try:
        return fetch(request, Validators())
    except SourceError as error:
        return error


def _event(last: CaseEvent, made: Sequence[Look], *, by: str, at: datetime) -> CaseEvent:
    """Only findings stand in the record: no address, no words of a post."""
    found = "; ".join(_SAID[look.finding] for look in made)
    reason = f"look {made[0].number} of {MOST_LOOKS}: {found}"
    return next_event(last, at=at, actor=by, action=LOOKED, reason=reason)


def _told(
    subjects: Sequence[Subject], groups: Sequence[Group], made: Sequence[Look]
) -> Iterable[Looked]:
    by_item = {look.identity: look for look in made}
    left = {each.identity: _left(group) for group in groups for each in group}
    for place, subject in enumerate(subjects, start=1):
        look = by_item.get(subject.identity)
        looks = (*subject.looks, look) if look else subject.looks
        yield Looked(
            place=place,
            site=site_of(subject.url),
            look=look,
            left=left[subject.identity] - (1 if look else 0),
            gone=gone(looks),
            again_at=second_sign_at(looks),
        )
