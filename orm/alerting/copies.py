"""Which letters a channel repeats, and in which words. Pure.

A channel repeats a letter when everybody who can read the channel is written to: nobody learns there
of a case that they would not be told of.
"""

from collections.abc import Iterable, Iterator, Sequence

from orm.model.case_alerts import case_alert
from orm.model.channels import Channel
from orm.model.judgement import Severity
from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact

LONGEST = 320
"""Characters of a message's text; a text message of two parts."""

_TOLD = frozenset({LetterKind.ALERT, LetterKind.HOUSE})


def copies(
    letters: Sequence[Letter], channels: Iterable[Channel], contacts: Sequence[Contact]
) -> tuple[Letter, ...]:
    """The messages that repeat these letters, which tell one thing to several people."""
    sent = {each.recipient: each for each in letters if not each.held and each.kind in _TOLD}
    return tuple(message for channel in channels for message in _repeated(channel, sent, contacts))


def _repeated(
    channel: Channel, sent: dict[str, Letter], contacts: Sequence[Contact]
) -> Iterator[Letter]:
    for school_id in sorted({letter.school_id for letter in sent.values()}):
        readers = [
            each.email
            for each in contacts
            if (each.id in channel.readers or each.roles & channel.readers)
            and (not each.schools or school_id in each.schools)
        ]
        if readers and all(email in sent for email in readers):
            letter = sent[readers[0]]
            if wanted(channel, letter):
                yield message(channel, letter)


def wanted(channel: Channel, letter: Letter) -> bool:
    """Whether the letter is grave enough for the channel."""
    if letter.kind is LetterKind.HOUSE:
        return channel.house
    alert = case_alert(letter.once)
    return alert is not None and alert.severity >= channel.least


def message(channel: Channel, letter: Letter) -> Letter:
    """The same neutral words, without a page."""
    alert = case_alert(letter.once)
    urgent = alert is not None and alert.severity >= Severity.S4
    return Letter(
        once=f"message/{channel.id}/{letter.once}",
        kind=LetterKind.URGENT_MESSAGE if urgent else LetterKind.MESSAGE,
        school_id=letter.school_id,
        recipient=channel.id,
        subject=letter.subject,
        text=first_words(letter.text),
        html="",
    )


def first_words(text: str) -> str:
    """The first lines of a letter that stand under its heading, and its last: where to go."""
    school, _, rest = text.partition("\n\n")
    _, _, body = rest.partition("\n\n")
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    link = [lines.pop()] if lines and lines[-1].startswith(("https://", "http://")) else []
    kept = [school.strip()]
    for line in lines:
        if sum(map(len, [*kept, line, *link])) > LONGEST:
            break
        kept.append(line)
    return "\n".join([*kept, *link]) + "\n"
