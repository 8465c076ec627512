"""An explanation as lines that a headteacher reads on one screen. Pure."""

from collections.abc import Iterable, Iterator

from orm.reading.evidence_words import strength
from orm.reading.explanation import About, Explanation, Finding, Reason, Shut, Tone
from orm.reading.plain_words import ROLES, moment, roles

UNREPEATED = "No word of the post is repeated here: it is sealed, or no words of it are kept."


def lines(said: Explanation) -> Iterator[str]:
    """The whole explanation."""
    yield from said.notes
    yield from about_lines(said.about)
    if said.read_as:
        yield said.read_as
    yield from tone_lines(said.tone)
    yield from finding_lines(said.finding)


def about_lines(said: About) -> Iterator[str]:
    """Whether it is about the school, and why."""
    yield f"Is it about {said.school}? {said.answer.capitalize()}: {said.says}."
    yield from reason_lines(said.reasons)


def reason_lines(reasons: Iterable[Reason]) -> Iterator[str]:
    """A line for each reason, those against it marked as such."""
    for each in reasons:
        side = "for    " if each.weight > 0 else "against" if each.weight < 0 else "neither"
        yield f"  {side}  {_quoted(each)} ({strength(each.weight)}; {each.rule})"


def tone_lines(said: Tone) -> Iterator[str]:
    """The tone and what moved it."""
    yield (
        f"Tone: {said.label}. {said.says} ({said.compound:+.2f} on a scale from -1 to +1)."
        " Tone decides nothing here."
    )
    if said.moved_by:
        moved = ", ".join(f"sentence {each.number} ({each.score:+.2f})" for each in said.moved_by)
        yield f"  moved most by {moved}, of {said.sentences}"


def finding_lines(said: Finding) -> Iterator[str]:
    """What kind of post it is, who wrote it, what may be done, by whom, and what is kept."""
    yield from kind_lines(said)
    yield from author_lines(said)
    yield from route_lines(said)
    yield from _hands_lines(said)
    yield f"What is kept? {said.kept}"


def kind_lines(said: Finding) -> Iterator[str]:
    """The kind and severity with each ground."""
    kind = said.kind
    yield f"What kind of post? {kind.category} {kind.label}."
    yield f"  severity {kind.severity}, {kind.severity_means}"
    for ground in kind.grounds:
        yield f"  because  {_quoted(ground)} ({ground.rule})"
    if not kind.grounds:
        yield "  no rule found anything to point at"
    if kind.also:
        yield f"  also {'; '.join(kind.also)}"
    if kind.themes:
        yield f"  subjects: {', '.join(kind.themes)}"
    if not said.repeats_words:
        yield f"  {UNREPEATED}"


def author_lines(said: Finding) -> Iterator[str]:
    """Who wrote it and the words that show it."""
    shown = f": “{said.author.words}”" if said.author.words else ""
    yield f"Who wrote it? {said.author.says}{shown}."


def route_lines(said: Finding) -> Iterator[str]:
    """What may be proposed, and what may not, with the reason once for all that share it."""
    may = "; ".join(each.label for each in said.may) or "nothing"
    yield f"What may be done? A person chooses: {may}."
    if said.may_not:
        yield "What may not?"
    shared: dict[tuple[str, str, str], list[Shut]] = {}
    for each in said.may_not:
        shared.setdefault((each.gate, each.gate_label, each.reason), []).append(each)
    for (gate, label, reason), shut in shared.items():
        by = f"gate {gate}, {label}" if label else f"the school's {gate}"
        yield f"  {'; '.join(each.label for each in shut)}: {reason} ({by})"


def _hands_lines(said: Finding) -> Iterator[str]:
    hands = said.hands
    owner = ROLES[hands.owner]
    if hands.due_at is not None:
        yield f"Who decides? The {owner}, by {moment(hands.due_at)} ({hands.deadline}); a case opens."
    else:
        yield f"Who decides? The {owner}, if anybody must ({hands.deadline}); no case opens."
    sealed = "yes, only the safeguarding team sees it" if hands.sealed else "no"
    told = "; ".join(hands.alerted) or "nobody by email at once"
    yield f"Sealed? {sealed.capitalize()}. Who is told? {told}."
    if hands.also_told and hands.opens_case:
        yield f"  the policy wants these to know too: {roles(hands.also_told)}"


def _quoted(reason: Reason) -> str:
    return f"{reason.says}: “{reason.words}”" if reason.words else reason.says
