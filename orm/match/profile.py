"""What the configuration says of one school, folded and ready to look for."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from orm.match.aliases import is_primary, school_words_of
from orm.match.namesakes import namesake_asides, namesake_places
from orm.match.text import fold
from orm.model.schools import School, SchoolId


@dataclass(frozen=True, slots=True)
class Profile:
    """`places` are (rule, folded words) that place an item; `elsewhere` are other schools' places.
    `host_text` is the website's `host`, folded.

    `words` are those of the school's names and type, `place_words` those of its places.
    """

    id: SchoolId
    places: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]
    host: str
    host_text: str
    elsewhere: frozenset[str]
    asides: frozenset[str]
    primary: bool
    words: frozenset[str]
    place_words: frozenset[str]


def profile(school: School, rival_towns: frozenset[str]) -> Profile:
    """`rival_towns` are folded towns of watched schools that share one of the names."""
    outcode = school.postcode.split()[:1] or [""]
    stated = (
        ("place-town", school.town),
        ("place-postcode", outcode[0]),
        ("place-authority", school.local_authority),
        ("place-trust", school.trust),
        ("place-county", school.county),
    )
    places = tuple((rule, text) for rule, said in stated if (text := fold(said).text.strip()))
    own = {text for _, text in places}
    host = _host(school.website)
    return Profile(
        id=school.id,
        places=places,
        terms=tuple(text for term in school.context_terms if (text := fold(term).text.strip())),
        host=host,
        host_text=fold(host).text,
        elsewhere=(namesake_places(school) | rival_towns) - own,
        asides=namesake_asides(school),
        primary=is_primary(school),
        words=school_words_of(school),
        place_words=frozenset(word for _, place in places for word in place.split()),
    )


def _host(website: str) -> str:
    address = website if "//" in website else f"//{website}"
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
