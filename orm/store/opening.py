"""Opening cases with what was recorded, and making them graver when a copy or an edit is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from orm.model.cases import OPEN_STATES, Case, CaseEvent, CaseRef, CaseState, NewCase
from orm.model.letters import Letter
from orm.model.schools import Role, SchoolId
from orm.model.sight import owner_beside, subject_roles
from orm.store.casework import append, case_of, last_event
from orm.store.counting import mark_case
from orm.store.dialect import chunks, insert_new
from orm.store.keeping import Filed
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.judging import STORIES

FirstEvent = Callable[[NewCase, datetime], CaseEvent]
RaisedEvent = Callable[[CaseEvent, NewCase, datetime], CaseEvent]


@dataclass(frozen=True, slots=True)
class Chain:
    """The two events that the program records by itself, made by `orm.cases`.

    `first` begins a case's chain; `raised` follows the event it is given.
    """

    first: FirstEvent
    raised: RaisedEvent


@dataclass(frozen=True, slots=True)
class Opened:
    """Cases that were opened or raised, and the letters that go with exactly those."""

    cases: int = 0
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    case: Case
    story_id: int


def open_cases(
    connection: Connection,
    filed: Sequence[Filed],
    *,
    chain: Chain,
    now: datetime,
    reopen: bool = False,
) -> Opened:
    """Open at most one case per school and story; link later copies; raise, never lower.

    The gravest ruling goes first, so that a case opens as grave as it is. Whom any of the posts
    accuses, the case is about from then on. `reopen` makes a closed case of the same story new
    again: a person says that it needs one.
    """
    _hold_stories(connection, filed)
    found = _found(connection, filed)
    opened = Opened()
    links: list[dict[str, object]] = []
    for each in sorted(filed, key=_gravest_first):
        known = _of(each, found)
        if known is None and each.ruling.case is None:
            continue
        if known is None:
            known, letters = _open(connection, each, chain=chain, now=now)
            found.append(known)
            opened = Opened(opened.cases + 1, opened.letters + letters)
        elif _graver(known, each, reopen=reopen):
            found.remove(known)
            known, letters = _raise(connection, known, each, chain=chain, now=now)
            found.append(known)
            opened = Opened(opened.cases + 1, opened.letters + letters)
        elif not subject_roles(each.ruling.decision) <= known.case.about:
            found.remove(known)
            known, letters = _accuse(connection, known, each, chain=chain, now=now)
            found.append(known)
            opened = Opened(opened.cases, opened.letters + letters)
        links.append({"ref": known.case.ref, "item_id": each.item_id, "linked_at": now})
    if links:
        connection.execute(insert_new(connection, CASE_ITEMS), links)
    return opened


def _gravest_first(each: Filed) -> tuple[bool, int, bool, int]:
    case = each.ruling.case
    if case is None:
        return True, 0, True, each.item_id
    return False, -case.severity, not case.sealed, each.item_id


def _hold_stories(connection: Connection, filed: Iterable[Filed]) -> None:
    """Two edits of two copies must not both open the story's case."""
    ids = {each.story_id for each in filed if each.ruling.case is not None}
    for chunk in chunks(sorted(ids)):
        query = select(STORIES.c.id).where(STORIES.c.id.in_(chunk)).order_by(STORIES.c.id)
        connection.execute(query.with_for_update())


def _found(connection: Connection, filed: Sequence[Filed]) -> list[_Found]:
    """The cases that the rulings may belong to, by story or by reference."""
    rows: dict[str, _Found] = {}
    for chunk in chunks(filed):
        stories = {each.story_id for each in chunk}
        refs = {each.ruling.case.ref for each in chunk if each.ruling.case is not None}
        query = (
            select(CASES)
            .where(or_(CASES.c.story_id.in_(stories), CASES.c.ref.in_(refs)))
            .order_by(CASES.c.ref)
            .with_for_update()
        )
        for row in connection.execute(query).mappings():
            rows[row["ref"]] = _Found(case_of(row), row["story_id"])
    return list(rows.values())


def _of(each: Filed, found: Iterable[_Found]) -> _Found | None:
    """The school's case of the story, or else the case that already has this reference."""
    school_id = each.ruling.mention.school_id
    own = [known for known in found if known.case.school_id == school_id]
    by_story = (known for known in own if known.story_id == each.story_id)
    new = each.ruling.case
    by_ref = (known for known in own if new is not None and known.case.ref == new.ref)
    return next(by_story, None) or next(by_ref, None)


def _graver(known: _Found, each: Filed, *, reopen: bool) -> bool:
    """More severe, sealed at last, or published or asked for again after the case was closed."""
    case, new = known.case, each.ruling.case
    if new is None:
        return False
    closed = case.state not in OPEN_STATES
    again = closed and (reopen or known.story_id != each.story_id)
    return again or new.severity > case.severity or (new.sealed and not case.sealed)


def _open(
    connection: Connection, each: Filed, *, chain: Chain, now: datetime
) -> tuple[_Found, tuple[Letter, ...]]:
    new = each.ruling.case
    if new is None:
        raise ValueError("a case cannot be opened without being asked for")
    new = replace(new, about=new.about | subject_roles(each.ruling.decision))
    case = Case(
        ref=new.ref,
        school_id=new.school_id,
        category=new.category,
        severity=new.severity,
        state=CaseState.NEW,
        owner=new.owner,
        sealed=new.sealed,
        opened_at=now,
        due_at=new.due_at,
        held=new.held,
        about=new.about,
    )
    connection.execute(insert(CASES).values({**_columns(case), "story_id": each.story_id}))
    append(connection, chain.first(new, now))
    return _Found(case, each.story_id), each.ruling.alerts


def _raise(
    connection: Connection, known: _Found, each: Filed, *, chain: Chain, now: datetime
) -> tuple[_Found, tuple[Letter, ...]]:
    """The case as grave as the graver of the two, with an event; a closed case is new again."""
    new = each.ruling.case
    last = last_event(connection, known.case.ref)
    if new is None or last is None:
        raise ValueError("a case cannot be raised without an event before and a reason")
    graver = _merged(known.case, new, subject_roles(each.ruling.decision))
    event = chain.raised(last, graver, now)
    append(connection, event)
    state = known.case.state if known.case.state in OPEN_STATES else CaseState.NEW
    case = replace(
        known.case,
        category=graver.category,
        severity=graver.severity,
        owner=graver.owner,
        sealed=graver.sealed,
        due_at=graver.due_at,
        held=graver.held,
        about=graver.about,
        state=state,
    )
    connection.execute(update(CASES).where(CASES.c.ref == case.ref).values(_columns(case)))
    mark_case(connection, case.ref)
    return replace(known, case=case), _letters(each, case.ref, event)


def _accuse(
    connection: Connection, known: _Found, each: Filed, *, chain: Chain, now: datetime
) -> tuple[_Found, tuple[Letter, ...]]:
    """The case, no graver than it was, of which a post accuses somebody else. Where it is about its
    owner now, it goes to who may decide, with an event and the post's letters (domain.md G7).
    """
    case = known.case
    about = case.about | subject_roles(each.ruling.decision)
    owner = owner_beside(case.owner, about)
    passed_on = case.state in OPEN_STATES and owner is not case.owner
    case = replace(case, about=about, owner=owner if passed_on else case.owner)
    connection.execute(update(CASES).where(CASES.c.ref == case.ref).values(_columns(case)))
    last = last_event(connection, case.ref)
    if not passed_on or last is None:
        return replace(known, case=case), ()
    event = chain.raised(last, _as_new(case), now)
    append(connection, event)
    return replace(known, case=case), _letters(each, case.ref, event)


def _as_new(case: Case) -> NewCase:
    return NewCase(
        ref=case.ref,
        school_id=case.school_id,
        category=case.category,
        severity=case.severity,
        owner=case.owner,
        sealed=case.sealed,
        due_at=case.due_at,
        held=case.held,
        about=case.about,
    )


def _letters(each: Filed, ref: CaseRef, event: CaseEvent) -> tuple[Letter, ...]:
    """The ruling's letters, about this event of the case that it joined."""
    new = each.ruling.case
    if new is None:
        return ()
    return tuple(
        _readdressed(letter, was=new.ref, now=ref, seq=event.seq) for letter in each.ruling.alerts
    )


def _merged(case: Case, new: NewCase, accused: frozenset[Role]) -> NewCase:
    """Severity and seal only rise. Who may not know of a case never gets it by a copy of it:
    a sealed case stays with its team, one about the headteacher with the chair (domain.md G7, G8).
    """
    about = case.about | new.about | accused
    reopened = case.state not in OPEN_STATES
    keeps = (case.sealed and not new.sealed) or case.owner is Role.CHAIR
    return NewCase(
        ref=case.ref,
        school_id=SchoolId(case.school_id),
        category=case.category if case.sealed and not new.sealed else new.category,
        severity=max(case.severity, new.severity),
        owner=owner_beside(case.owner if keeps else new.owner, about),
        sealed=case.sealed or new.sealed,
        due_at=new.due_at if reopened else min(case.due_at, new.due_at),
        held=case.held or new.held,
        about=about,
    )


def _readdressed(letter: Letter, *, was: CaseRef, now: CaseRef, seq: int) -> Letter:
    """A letter about the raise, another one than the letter that told of the opening.

    It names the case by the reference that people know.
    """
    return replace(
        letter,
        once=f"{letter.once.replace(was, now)}/{seq}",
        subject=letter.subject.replace(was, now),
        text=letter.text.replace(was, now),
        html=letter.html.replace(was, now),
    )


def _columns(case: Case) -> dict[str, object]:
    return {
        "ref": case.ref,
        "school_id": case.school_id,
        "category": case.category.value,
        "severity": int(case.severity),
        "state": case.state.value,
        "owner": case.owner.value,
        "sealed": case.sealed,
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "held": case.held,
        "about": " ".join(sorted(case.about)),
    }
