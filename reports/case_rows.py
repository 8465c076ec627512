"""The parts of the digest that come from cases: decide, waiting, owed, sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.model.cases import CaseRef, CaseState
from orm.model.judgement import Category, Route, Severity
from orm.model.schools import Role
from orm.model.weeks import WeekCase
from reports import bank
from reports.audience import TO_DECIDE, UNDER_WAY, Audience, sealed
from reports.plain import local_day
from reports.view import Row, Section, capped

_MOST_DECISIONS = 3
_MOST_WAITING = 2
_MOST_SEALED = 3
_REPLIES = frozenset({Route.REPLY_PUBLIC, Route.INVITE_CONTACT})


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a link to a case leads. `address` is the desk's, or empty while there is none."""

    address: str

    @classmethod
    def at(cls, url: str) -> "Desk":
        """The desk at a web address; anything else is no desk."""
        return cls(url.rstrip("/") if url.startswith(("https://", "http://")) else "")

    def case(self, ref: CaseRef) -> str:
        """The address of a case, or empty."""
        return self.page(f"/cases/{ref}")

    def page(self, path: str) -> str:
        """The address of a page of the desk, or empty."""
        return f"{self.address}{path}" if self.address else ""


@dataclass(frozen=True, slots=True)
class Docket:
    """The cases one reader may know of, each in one place, by due time.

    `mine` wait for the reader, `others` for somebody else, `under_way` for an answer from outside.
    `sealed_mine` are shown by reference only; `sealed_elsewhere` are only counted.
    """

    mine: tuple[WeekCase, ...]
    others: tuple[WeekCase, ...]
    under_way: tuple[WeekCase, ...]
    sealed_mine: tuple[WeekCase, ...]
    sealed_elsewhere: int
    to_close: int
    to_debrief: int

    def overdue(self, now: datetime) -> int:
        """How many of the reader's own decisions are late."""
        return sum(case.due_at < now for case in self.mine)


def docket(cases: Sequence[WeekCase], who: Audience, *, now: datetime) -> Docket:
    """What one reader may know of a school's cases."""
    by_due = sorted(cases, key=lambda case: (case.due_at, -case.severity, case.ref))
    seen = [case for case in by_due if who.sees(case, now=now)]
    deciding = [case for case in seen if case.state in TO_DECIDE]
    locked = [
        case
        for case in by_due
        if sealed(case) and case.state in TO_DECIDE | UNDER_WAY and not who.kept_from(case)
    ]
    sealed_mine = tuple(case for case in locked if who.owns(case, now=now))
    counts = Role.HEADTEACHER in who.roles
    return Docket(
        mine=tuple(case for case in deciding if who.owns(case, now=now)),
        others=tuple(case for case in deciding if not who.owns(case, now=now)),
        under_way=tuple(case for case in seen if case.state in UNDER_WAY),
        sealed_mine=sealed_mine,
        sealed_elsewhere=len(locked) - len(sealed_mine) if counts else 0,
        to_close=sum(case.state is CaseState.REMOVED for case in seen),
        to_debrief=sum(case.state is CaseState.CLOSED for case in seen),
    )


def decide(cases: Docket, who: Audience, desk: Desk, *, now: datetime) -> Section:
    """What waits for the reader: reference, neutral words, a suggested step, when, whose."""
    rows = [
        Row(
            lead=case.ref,
            text=_what(case, who),
            note=bank.say(
                "step",
                due=_due(case, now),
                moment=bank.moment(case.due_at),
                role=bank.word("role", case.owner),
                step=_step(case, who),
            ),
            mark=_mark(case, now),
            href=desk.case(case.ref),
        )
        for case in cases.mine
    ]
    return Section("Decide", capped(rows, most=_MOST_DECISIONS, more="decision"))


def waiting(cases: Docket, who: Audience, desk: Desk, *, now: datetime) -> Section:
    """What waits for somebody else, or for an answer; the late ones first."""
    late_first = sorted(
        (*cases.others, *cases.under_way), key=lambda case: (case.due_at >= now, case.due_at)
    )
    rows = [
        Row(
            lead=case.ref,
            text=_what(case, who),
            note=_progress(case, now),
            mark="Overdue" if case.due_at < now else "",
            href=desk.case(case.ref),
        )
        for case in late_first
    ]
    return Section("Overdue and waiting", capped(rows, most=_MOST_WAITING, more="case"))


def owed(cases: Docket) -> Section:
    """Replies and complaints that wait for an answer of the school."""
    deciding = sorted((*cases.mine, *cases.others), key=lambda case: case.due_at)
    complaints = [case for case in deciding if case.category is Category.T4]
    replies = [case for case in deciding if case not in complaints and _wants_reply(case)]
    said = [
        bank.say(
            f"{noun}_owed",
            moment=bank.moment(group[0].due_at),
            **{noun: bank.counted(len(group), noun)},
        )
        for noun, group in (("complaints", complaints), ("replies", replies))
        if group
    ]
    rows = (Row(bank.joined(said, by=" ")),) if said else ()
    return Section("Replies and complaints owed", rows)


def sealed_line(cases: Docket, desk: Desk) -> Section:
    """Sealed items: a number, and for their owner the references. No kind, no time (G8)."""
    rows = [
        Row(lead=case.ref, text=bank.say("sealed_mine"), href=desk.case(case.ref))
        for case in cases.sealed_mine
    ]
    shown = capped(rows, most=_MOST_SEALED, more="sealed item")
    if cases.sealed_elsewhere:
        shown = (*shown, Row(bank.entry(Category.T11).with_the_dsl(cases.sealed_elsewhere)))
    return Section("Sealed", shown)


def late_elsewhere(cases: Docket, *, now: datetime) -> str:
    """One sentence on cases that are late with somebody else, or empty."""
    late = [case for case in cases.others if case.due_at < now]
    if not late:
        return ""
    owners = sorted({bank.word("role", case.owner) for case in late})
    return bank.say(
        "overdue_elsewhere",
        cases=bank.counted(len(late), "cases"),
        are=bank.word("are", "one" if len(late) == 1 else "many"),
        roles=bank.joined(owners, by=" and the "),
    )


def _what(case: WeekCase, who: Audience) -> bank.Said:
    entry = bank.entry(case.category, case.subtype)
    if not who.may_name(case) or not entry.digest:
        return entry.count
    return bank.say("case", kind=entry.digest, place=bank.word("place", case.kind))


def _due(case: WeekCase, now: datetime) -> bank.Said:
    return bank.word("due", "later" if case.due_at >= now else "late")


def _mark(case: WeekCase, now: datetime) -> str:
    if case.due_at < now:
        return "Overdue"
    return "Urgent" if case.severity >= Severity.S3 else ""


def _step(case: WeekCase, who: Audience) -> bank.Said:
    if not who.may_name(case):
        return bank.word("no_route")
    by_state = bank.words("state").get(case.state)
    if by_state:
        return by_state
    open_routes = [said for route, said in bank.words("route").items() if route in case.proposed]
    return open_routes[0] if open_routes else bank.word("no_route")


def _progress(case: WeekCase, now: datetime) -> bank.Said:
    waiting_for = bank.words("waiting").get(case.state)
    if waiting_for:
        return bank.say(
            "under_way",
            days=bank.counted((local_day(now) - local_day(case.opened_at)).days, "days"),
            waiting=waiting_for,
            day=bank.day(local_day(case.due_at)),
        )
    return bank.say(
        "with_owner",
        role=bank.word("role", case.owner),
        due=_due(case, now),
        moment=bank.moment(case.due_at),
    )


def _wants_reply(case: WeekCase) -> bool:
    return case.category is Category.T2 or bool(_REPLIES.intersection(case.proposed))
