"""What tests of intake need: a reception, a good form, messages, and a mailbox in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

from orm.intake.from_form import Form
from orm.intake.reception import Reception
from orm.model.schools import SchoolId
from orm.wiring import SPELLING

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WRENBECK = SchoolId("wrenbeck")
ST_ORRINS = SchoolId("st-orrins")
URL = "https://www.mumsnet.com/talk/education/5300001-wrenbeck-primary"
WORDS = "Has anybody else waited a month for an answer from Wrenbeck Primary?"


def reception(*schools: SchoolId, **changes) -> Reception:
    """Both schools' reception; the office brings."""
    return Reception(
        **{
            "schools": schools or (WRENBECK, ST_ORRINS),
            "brought_by": "office",
            "now": NOW,
            "spelling": SPELLING,
            **changes,
        }
    )


def form(**changes) -> Form:
    """A form with nothing wrong."""
    return Form(
        **{
            "school": "wrenbeck",
            "url": URL,
            "platform": "mumsnet",
            "seen_by": "office",
            "how": "a parent showed it at the gate",
            "seen_at": "2026-11-20T08:15",
            "text": WORDS,
            **changes,
        }
    )


def message(text: str = WORDS, *, subject: str = "Fwd: seen online", **headers) -> EmailMessage:
    """A message of the office to the mailbox."""
    made = EmailMessage()
    said = {
        "From": "office@wrenbeck.example",
        "To": "seen@wrenbeck.example",
        "Subject": subject,
        "Date": "Fri, 20 Nov 2026 08:20:00 +0000",
    }
    said |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    for name, value in said.items():
        made[name] = value
    made.set_content(text)
    return made


@dataclass
class MemoryBox:
    """A mailbox of raw messages by number; `seen` are those marked as read, in order."""

    messages: dict[int, bytes]
    seen: list[int] = field(default_factory=list)

    def unseen(self) -> tuple[int, ...]:
        """Numbers that are not marked."""
        return tuple(sorted(set(self.messages) - set(self.seen)))

    def head(self, number: int) -> bytes:
        """Up to the blank line."""
        return self.messages[number].partition(b"\n\n")[0] + b"\n\n"

    def raw(self, number: int) -> bytes:
        """All of it."""
        return self.messages[number]

    def mark_seen(self, number: int) -> None:
        """Mark it."""
        self.seen.append(number)
