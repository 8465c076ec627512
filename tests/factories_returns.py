"""Delivery reports as mail servers write them, about letters of ours; everything invented."""

from dataclasses import dataclass, field

from orm.errors import Unreadable
from orm.model.letters import PROOF_HEADER, letter_name, proof_of

POSTFIX = """\
Reporting-MTA: dns; mail.wrenbeck.example
X-Postfix-Queue-ID: 3F2A

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.wrenbeck.example
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected:
    User unknown
"""


def returned_headers(once: str, cleared_as: str) -> str:
    """The headers of a letter of ours, as a server gives them back."""
    return (
        "Received: from orm (orm.wrenbeck.example [192.0.2.7])\n"
        "\tby mail.wrenbeck.example with ESMTPS id 3F2A\n"
        "From: orm <orm@wrenbeck.example>\n"
        f"Message-ID:\n <{letter_name(once)}@wrenbeck.example>\n"
        f"{PROOF_HEADER}: {proof_of(cleared_as)}\n"
        "Subject: Online mentions digest\n"
    )


def report(
    once: str,
    cleared_as: str,
    *,
    to: str = "head@wrenbeck.example",
    status: str = "5.1.1",
    action: str = "failed",
    whole: bool = True,
) -> bytes:
    """A report as Postfix writes it; with the `whole` letter or its headers alone."""
    fields = POSTFIX.format(to=to, status=status, action=action)
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    letter = returned_headers(once, cleared_as) + ("\nThe words of the letter.\n" if whole else "")
    return (
        "From: MAILER-DAEMON@mail.wrenbeck.example\n"
        "To: orm@wrenbeck.example\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\n"
        "MIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status;\n"
        '\tboundary="3F2A.1/mail"\n\n'
        "--3F2A.1/mail\n"
        "Content-Type: text/plain; charset=us-ascii\n\n"
        f"I'm sorry to have to inform you that your message to {to} could not be delivered.\n\n"
        "--3F2A.1/mail\n"
        "Content-Type: message/delivery-status\n\n"
        f"{fields}\n"
        "--3F2A.1/mail\n"
        f"Content-Type: {kind}\n\n"
        f"{letter}\n"
        "--3F2A.1/mail--\n"
    ).encode()


@dataclass
class Box:
    """A mailbox of such messages; `asked` is every part that was read, by its section. The server
    refuses to take those in `broken` apart.
    """

    messages: dict[int, bytes]
    most: int = 200
    seen: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)

    def unseen(self) -> tuple[int, ...]:
        return tuple(sorted(set(self.messages) - self.seen))[: self.most]

    def head(self, number: int) -> bytes:
        return self.messages[number].partition(b"\n\n")[0] + b"\n\n"

    def part(self, number: int, section: str, *, most: int) -> bytes:
        if number in self.broken:
            raise Unreadable("NO such part")
        self.asked.append(section)
        return part_of(self.messages[number], section)[:most]

    def mark_seen(self, number: int) -> None:
        self.seen.add(number)


def part_of(raw: bytes, section: str) -> bytes:
    """One part of a message, as an IMAP server finds it: "2", "3.MIME", "3.HEADER" or "3"."""
    head, _, body = raw.partition(b"\n\n")
    mark = head.rpartition(b'boundary="')[2].partition(b'"')[0]
    pieces = body.split(b"--" + mark)[1:] if mark and mark != head else []
    number, _, what = section.partition(".")
    if int(number) >= len(pieces):
        return b""
    mime, _, content = pieces[int(number) - 1].lstrip(b"\n").partition(b"\n\n")
    wanted = {"MIME": mime + b"\n\n", "HEADER": content.partition(b"\n\n")[0] + b"\n\n"}
    return wanted.get(what, content)
