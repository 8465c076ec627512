"""What no letter may hold, whatever it is about: addresses, numbers, handles, images, abuse.

It needs no post, so it also runs when the posts are no longer at hand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from orm.leaks.licence import Licence
from orm.leaks.parts import parts, plain_words
from orm.model.entry import TICKET_PATH
from orm.model.letters import STOP_PATH, Leak, Letter, LetterKind

_EMAIL = re.compile(r"[\w.+%-]+[@＠][\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<!\w)[@＠]\w")
_PHONE = re.compile(r"(?<![\w])(?:\+|\(0|0)[\d\s().\u2010-\u2015-]{7,}\d(?!\w)")
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
_ENDINGS = (
    "app|biz|blog|chat|club|co|com|dev|edu|eu|example|gg|gov|info|io|ly|me|net|news|online|org|page|"
    "sch|site|social|tv|uk|wales|xyz"
)
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://[^\s<>\"]+"
    r"|\b(?:javascript|data|mailto|tel|sms|vbscript|file|blob):[^\s<>\"]+"
    rf"|\bwww\.[^\s<>\"]+|\b(?:[\w-]+\.)+(?:{_ENDINGS})\b(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_PAGES = frozenset({"", "/accounts"})
_CASE = re.compile(r"/cases/[0-9A-Z]{1,4}(?:-[0-9A-Z]{1,4})?")
_MENTION = re.compile(r"/mentions/[0-9]{1,17}(?:/thanks)?")
_TICKET = re.compile(rf"{re.escape(TICKET_PATH)}[\w-]{{43}}", re.ASCII)
_STOP = re.compile(rf"{re.escape(STOP_PATH)}[0-9a-f]{{32}}", re.ASCII)
_SLUR = re.compile(r"[\[(<{*]\s*slurs?\b", re.IGNORECASE)
_STARRED = re.compile(r"(?<![\w*])[a-z]+\*+[a-z*]*(?!\w)", re.IGNORECASE)
_QUOTED = re.compile(
    "[\"“”„«](.{1,300}?)[\"”“»]|(?<!\\w)['‘](.{1,300}?)['’](?!\\w)",
    re.DOTALL,
)


def marks(letter: Letter, licence: Licence) -> frozenset[Leak]:
    """What the letter holds that none may."""
    read = parts(letter)
    stops = _is_stop(letter, licence)
    ours = replace(licence, stop=letter.unsubscribe) if stops else licence
    found = {leak for text in read.texts for leak in marks_in(text, ours)}
    if (letter.unsubscribe and not stops) or not all(_leads_home(a, ours) for a in read.links):
        found.add(Leak.LINK)
    if read.fetches:
        found.add(Leak.REMOTE)
    return frozenset(found)


def marks_in(text: str, licence: Licence) -> frozenset[Leak]:
    """The same of one text that is no page."""
    looks = {
        Leak.CONTACT: _contacts(text, licence),
        Leak.LINK: _addresses(text, licence),
        Leak.ABUSE: _abuse(text, licence),
    }
    return frozenset(leak for leak, found in looks.items() if any(found))


def _contacts(text: str, licence: Licence) -> Iterator[bool]:
    without = _EMAIL.sub(" ", text)
    yield any(email.lower() not in licence.emails for email in _EMAIL.findall(text))
    yield bool(_HANDLE.search(without))
    numbers = ("".join(c for c in each if c.isdecimal()) for each in _PHONE.findall(without))
    yield any(
        _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and digits not in licence.phones
        for digits in numbers
    )


def _addresses(text: str, licence: Licence) -> Iterator[bool]:
    for each in _ADDRESS.findall(_EMAIL.sub(" ", text)):
        yield not _leads_home(each.rstrip(".,;:!?)'"), licence)


def _is_stop(letter: Letter, licence: Licence) -> bool:
    """Whether the letter is a digest, and its address to stop it is on the desk and has https."""
    desk, address = licence.desk, letter.unsubscribe
    mine = letter.kind is LetterKind.DIGEST and desk.startswith("https://") and desk.isascii()
    return mine and address.startswith(desk) and bool(_STOP.fullmatch(address.removeprefix(desk)))


def _leads_home(address: str, licence: Licence) -> bool:
    """The desk, its page of accounts, one of its cases or of its posts by number, a one-time link to
    it, where this reader stops this letter, or the bare name of a helpline.

    A text body may break a long address over two lines, so that it ends early.
    """
    desk = licence.desk
    if licence.stop and address == licence.stop:
        return True
    if desk and address.startswith(desk):
        rest = address.removeprefix(desk).rstrip("/")
        known = (each.fullmatch(rest) for each in (_CASE, _MENTION, _TICKET))
        return rest in _PAGES or any(known)
    return address.lower() in licence.hosts or (
        bool(desk) and desk.startswith(address) and address.count("/") > len("//")
    )


def _abuse(text: str, licence: Licence) -> Iterator[bool]:
    yield bool(_SLUR.search(text) or _STARRED.search(text))
    yield any(word in quoted for quoted in _quotations(text) for word in licence.abuse)


def _quotations(text: str) -> Iterable[str]:
    return (plain_words(double or single) for double, single in _QUOTED.findall(text))
