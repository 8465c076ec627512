"""Pictures for letters, and weeks before a digest's own; everything invented."""

import struct
import zlib
from datetime import timedelta

from orm.model.letters import Letter, Picture
from orm.model.weeks import Week, WeekFigures
from tests.factories_weeks import WEEK, letter


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png(shade: int = 0, *more: bytes, behind: bytes = b"") -> bytes:
    """One grey pixel; `more` are chunks before its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(bytes([0, shade])))
    return b"\x89PNG\r\n\x1a\n" + head + pixel + b"".join(more) + chunk(b"IEND", b"") + behind


def picture(shade: int = 0) -> Picture:
    return Picture(png(shade))


def showing(*pictures: Picture, body: str | None = None, **changes) -> Letter:
    """A letter whose page shows its pictures, or has another body."""
    images = "".join(f'<img src="cid:{each.name}" alt="12 mentions">' for each in pictures)
    html = f"<p>Nothing needs you.</p>{images if body is None else body}"
    return letter(html=html, pictures=pictures, **changes)


def before(*weeks: tuple[int, int, int] | None, last: Week = WEEK) -> tuple[WeekFigures, ...]:
    """The weeks before `last`, oldest first: mentions, critical, praise; None was not measured."""
    found = []
    for back, numbers in zip(range(len(weeks), 0, -1), weeks, strict=True):
        year, number, _ = (last.first_on - timedelta(weeks=back)).isocalendar()
        found.append(WeekFigures(Week(year, number), *(numbers or (0, 0, 0)), numbers is not None))
    return tuple(found)
