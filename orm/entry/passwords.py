"""Passwords: which may be chosen, and argon2id over those that were. The only importer of argon2."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from orm.model.schools import Contact, School

SHORTEST = 12
LONGEST = 200

_FEWEST_DIFFERENT = 5
_SHORTEST_NAME = 5
_AT_ONCE = 4
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_COMMON = "Choose one that is not among the commonest passwords."
_NAMES = "Leave out your own name, your email address and the school's name."


def plain(password: str) -> str:
    """One spelling of what a person types: accents and widths as Unicode's NFKC has them."""
    return unicodedata.normalize("NFKC", password)


def problem(password: str, contact: Contact, schools: Iterable[School]) -> str:
    """Why a password may not be chosen, as a sentence; empty when it may."""
    typed = plain(password)
    if len(typed) < SHORTEST:
        return f"Choose at least {SHORTEST} characters: three words that do not belong together."
    if len(typed) > LONGEST:
        return f"Choose at most {LONGEST} characters."
    if _is_common(typed):
        return _COMMON
    squeezed = _squeezed(typed)
    if any(name in squeezed for name in _names(contact, schools)):
        return _NAMES
    return ""


def _is_common(password: str) -> bool:
    """In commonest.txt, or one of its words with digits, signs and look-alikes around it.

    Digits alone, and very few different characters, are as common.
    """
    small = password.casefold()
    if len(set(small)) < _FEWEST_DIFFERENT or small in _words("commonest"):
        return True
    bare = {_letters(small), _letters(_ENDS.sub("", small).translate(_LOOKALIKES))}
    return "" in bare or any(_made_of(word, each) for each in bare for word in _words("commonest"))


@cache
def _words(name: str) -> frozenset[str]:
    """A list of words: the commonest passwords, or what names of schools and posts are made of."""
    text = resources.files("orm.entry").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text))


def _made_of(word: str, letters: str) -> bool:
    """Whether the letters are this word, once or several times over."""
    times = len(letters) // len(word)
    return word * max(times, 1) == letters


def _names(contact: Contact, schools: Iterable[School]) -> Iterable[str]:
    whole = [contact.name, contact.email, contact.email.partition("@")[0]]
    for school in schools:
        if not contact.schools or school.id in contact.schools:
            whole += [school.name, *school.aliases, *school.former_names]
    words = [word for name in whole for word in _WORD.findall(name.casefold())]
    for name in (*whole, *words):
        squeezed = _squeezed(name)
        if len(squeezed) >= _SHORTEST_NAME and squeezed not in _words("ordinary"):
            yield squeezed


def _squeezed(text: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(char for char in plain(text).casefold() if char.isalnum())


class Passwords:
    """Makes and checks argon2id hashes, a few at a time: each takes 64 MiB while it runs.

    A stand-in of the same parameters is hashed at once, so that nobody's first try takes longer.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = BoundedSemaphore(_AT_ONCE)
        self._stand_in = self.hashed("nobody has this password")

    def hashed(self, password: str) -> str:
        """What is kept of a password."""
        with self._gate:
            return self._hasher.hash(_encoded(password))

    def verify(self, password_hash: str, password: str) -> bool:
        """Whether the password is the one of this hash. Without a hash it takes the same work."""
        try:
            with self._gate:
                self._hasher.verify(password_hash or self._stand_in, _encoded(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
        return bool(password_hash) and len(plain(password)) <= LONGEST

    def outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than those of now."""
        return self._hasher.check_needs_rehash(password_hash)


def _encoded(password: str) -> bytes:
    return plain(password).encode("utf-8", "surrogatepass")
