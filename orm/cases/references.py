"""What a case is called: short, readable over the telephone, and not a number in a row.

See docs/decisions/0003-case-references.md.
"""

import hashlib

from orm.model.cases import CaseRef
from orm.model.schools import SchoolId

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nothing is misheard or misread."""
_LETTERS = 8
_HALF = 4
_BITS = 5


def case_ref(school_id: SchoolId, fingerprint: str) -> CaseRef:
    """The reference of the case about one story at one school, such as "K7QD-2MX9".

    The same school and story always give the same reference; forty bits keep two of a trust's
    cases apart.
    """
    digest = hashlib.sha256(f"{school_id}\n{fingerprint}".encode()).digest()
    number = int.from_bytes(digest[: _LETTERS * _BITS // 8], "big")
    letters = "".join(
        _ALPHABET[number >> shift & 31] for shift in range((_LETTERS - 1) * _BITS, -1, -_BITS)
    )
    return CaseRef(f"{letters[:_HALF]}-{letters[_HALF:]}")
