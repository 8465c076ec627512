"""Case references that can be read out on the telephone and give nothing away."""

import hashlib

from orm.model.cases import CaseRef
from orm.model.schools import SchoolId

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
_LENGTH = 6


def case_ref(school_id: SchoolId, fingerprint: str) -> CaseRef:
    """Like "K7Q-2MX": the same for the same story of the same school."""
    digest = hashlib.sha256(f"{school_id}|{fingerprint}".encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(_LENGTH))
    return CaseRef(f"{letters[:3]}-{letters[3:]}")
