"""What no letter may hold, whatever it is about: addresses, numbers, handles, images, abuse.

It needs no post, so it also runs when the posts are no longer at hand.
"""

import re
from collections.abc import Iterable, Iterator

from orm.leaks.licence import Licence
from orm.leaks.parts import parts, plain_words
from orm.model.entry import TICKET_PATH
from orm.model.letters import Leak, Letter

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
_TICKET = re.compile(rf"{re.escape(TICKET_PATH)}[\w-]{{43}}", re.ASCII)
_SLUR = re.compile(r"[\[(<{*]\s*slurs?\b", re.IGNORECASE)
_STARRED = re.compile(r"(?<![\w*])[a-z]+\*+[a-z*]*(?!\w)", re.IGNORECASE)
_QUOTED = re.compile(
    "[\"“”„«](.{1,300}?)[\"”“»]|(?<!\\w)['‘](.{1,300}?)['’](?!\\w)",
    re.DOTALL,
)


def marks(letter: Letter, licence: Licence) -> frozenset[Leak]:
    """What the letter holds that none may."""
    read = parts(letter)
    found = {leak for text in read.texts for leak in marks_in(text, licence)}
    if not all(_leads_home(link, licence) for link in read.links):
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


def _leads_home(address: str, licence: Licence) -> bool:
    """The desk, its page of accounts, one of its cases, a one-time link to it, or the bare name of a
    helpline.

    A text body may break a long address over two lines, so that it ends early.
    """
    desk = licence.desk
    if desk and address.startswith(desk):
        rest = address.removeprefix(desk).rstrip("/")
        return rest in _PAGES or bool(_CASE.fullmatch(rest) or _TICKET.fullmatch(rest))
    return address.lower() in licence.hosts or (
        bool(desk) and desk.startswith(address) and address.count("/") > len("//")
    )


def _abuse(text: str, licence: Licence) -> Iterator[bool]:
    yield bool(_SLUR.search(text) or _STARRED.search(text))
    yield any(word in quoted for quoted in _quotations(text) for word in licence.abuse)


def _quotations(text: str) -> Iterable[str]:
    return (plain_words(double or single) for double, single in _QUOTED.findall(text))
