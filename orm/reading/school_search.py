"""Finding a school in the register by name, town, postcode or number."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from orm.model.schools import School

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class SchoolSearch:
    """The register's schools with what each is found by."""

    by_urn: Mapping[str, School] = field(default_factory=dict)
    _found_by: Mapping[str, str] = field(default_factory=dict)

    def school(self, urn: str) -> School | None:
        """The school of this number."""
        return self.by_urn.get(urn)

    def find(self, words: str, most: int = MOST_FOUND) -> tuple[School, ...]:
        """Schools that every word is found in, those whose name begins with the words first."""
        wanted = _folded(words)
        if not wanted:
            return ()
        parts = wanted.split()
        urns = [
            urn
            for urn, text in self._found_by.items()
            if f" {''.join(parts)}" in text or all(f" {part}" in text for part in parts)
        ]
        urns.sort(key=lambda urn: (not self._found_by[urn].startswith(f" {wanted}"), urn))
        return tuple(self.by_urn[urn] for urn in urns[:most])


def school_search(schools: Iterable[School]) -> SchoolSearch:
    """What these schools are found in."""
    by_urn = {school.urn: school for school in schools if school.urn}
    return SchoolSearch(by_urn, {urn: _text(school) for urn, school in by_urn.items()})


def _text(school: School) -> str:
    """Each word after a space; a postcode and a number in one piece too."""
    parts = (school.name, school.town, school.local_authority, school.postcode, school.urn)
    whole = _folded(" ".join(parts))
    return f" {whole} {_folded(school.postcode).replace(' ', '')}"


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", text))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return " ".join("st" if word == "saint" else word for word in words)
