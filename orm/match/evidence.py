"""Reasons for and against, each with the words that give it.

Weights add up to the score (verdict.py). They were set on the development posts and are checked
there as a whole; no single one is meant to decide, a name least of all.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from orm.match.aliases import Alias, Strength
from orm.match.automaton import Hit
from orm.match.neighbours import elsewhere, in_company, somebody_else
from orm.match.profile import Profile
from orm.match.reading import Reading
from orm.match.talk import Said, Side
from orm.model.judgement import Evidence

_NAME = {
    Strength.ACCOUNT: 0.9,
    Strength.FULL: 0.55,
    Strength.PART: 0.45,
    Strength.SHORT: 0.3,
    Strength.INITIALS: 0.2,
}
_NAME_AT_LEAST = 0.05
_COMMON = 0.25  # less for a name that many schools share
_CONTESTED = 0.1  # less for a name that is also a village, a band …
_ONE_WORD = 0.1  # less for a short name of one word
_SIGNATURE = 0.75  # a name in the author's line may be a fan's or a former teacher's
_COMPANY = 0.15
_PLACES = {
    "place-town": 0.3,
    "place-postcode": 0.3,
    "place-trust": 0.25,
    "place-authority": 0.2,
    "place-county": 0.15,
}
_PLACES_AT_MOST = 0.45
_NOT_IN_THE_ITEM = 0.5  # a place in the author's line or the outlet's name counts half
_LINK = 0.6
_TERM = 0.15
_TERMS_AT_MOST = 0.3
_TALK = (0.25, 0.15, 0.1, 0.05)  # for the first, second … kind of school talk
_WEAK_TALK = 0.1  # the word "school" and nothing else
ELSEWHERE = -0.45
_ELSEWHERE_BESIDE = -0.5
_ELSEWHERE_TOO = -0.1  # another place is named, and so is ours
_OLDER_PUPILS = -0.4
_NO_PAGE = -0.6
_THING = (-0.2, -0.15)  # for the first and second word of a kind
_THING_BESIDE_FULL = 0.4  # such words mean little beside a full name
_NEAR = 250  # characters between a name and words that speak of another thing
_NAMESAKE = -0.15
_NAMESAKE_IN_TITLE = -0.25
_NAMESAKE_KIND = -0.3


def own_hits(
    hits: Sequence[Hit], reading: Reading, profile: Profile
) -> tuple[tuple[Hit, ...], tuple[Evidence, ...]]:
    """The hits that may be the school's, and evidence for those that are somebody else's."""
    kept: list[Hit] = []
    lost: dict[str, Evidence] = {}
    for hit in hits:
        words = somebody_else(hit, reading.fields[hit.field], profile)
        if not words:
            kept.append(hit)
        else:
            weight = _NAMESAKE_IN_TITLE if hit.field == "title" else _NAMESAKE
            lost.setdefault(words.lower(), Evidence("namesake", words, weight))
    return tuple(kept), tuple(lost.values())


def evidence(own: Sequence[Hit], reading: Reading, profile: Profile) -> tuple[Evidence, ...]:
    """All reasons but the scope and the namesakes. `own` are the hits that may be the school's."""
    places = tuple(_places(own, reading, profile))
    return (
        *_names(own, reading),
        *_company(own, reading),
        *_at_most(places, _PLACES_AT_MOST),
        *_link(reading, profile),
        *_at_most(tuple(_terms(reading, profile)), _TERMS_AT_MOST),
        *_school_talk(reading),
        *_elsewhere(own, reading, profile),
        *_older_pupils(reading, profile),
        *_other_things(own, reading),
        *_namesake_kinds(reading, profile),
    )


def _names(own: Sequence[Hit], reading: Reading) -> Iterable[Evidence]:
    """The strongest name. Two different names of the school say no more than the better one."""
    best: Evidence | None = None
    for hit in own:
        if hit.alias is None:
            continue
        weight = _name_weight(hit.alias)
        if hit.field == "author" and hit.alias.strength is not Strength.ACCOUNT:
            weight *= _SIGNATURE
        if best is None or weight > best.weight:
            rule = f"name-{hit.alias.strength.name.lower()}"
            best = Evidence(rule, reading.fields[hit.field].quote(hit.start, hit.end), weight)
    return () if best is None else (best,)


def _name_weight(alias: Alias) -> float:
    weight = _NAME[alias.strength]
    if alias.strength is Strength.ACCOUNT:
        return weight
    weight -= _COMMON * alias.common + _CONTESTED * alias.contested
    if alias.strength is Strength.SHORT and " " not in alias.text:
        weight -= _ONE_WORD
    return max(weight, _NAME_AT_LEAST)


def _company(own: Sequence[Hit], reading: Reading) -> Iterable[Evidence]:
    """School words right beside a name that needs them; the first time only."""
    for hit in own:
        weak = hit.alias is not None and hit.alias.strength < Strength.FULL
        words = in_company(hit, reading.fields[hit.field]) if weak else ""
        if words:
            yield Evidence("name-in-company", words, _COMPANY)
            return


def _places(own: Sequence[Hit], reading: Reading, profile: Profile) -> Iterable[Evidence]:
    signed = any(hit.field == "author" for hit in own)
    for rule, place in profile.places:
        if words := reading.find(place, ("text", "title")):
            yield Evidence(rule, words, _PLACES[rule])
        elif words := reading.find(place, ("author",)):
            yield Evidence(rule, words, _PLACES[rule] * (1.0 if signed else _NOT_IN_THE_ITEM))
        elif place in reading.outlet:
            yield Evidence(rule, reading.item.outlet, _PLACES[rule] * _NOT_IN_THE_ITEM)


def _terms(reading: Reading, profile: Profile) -> Iterable[Evidence]:
    for term in profile.terms:
        if words := reading.find(term):
            yield Evidence("context-term", words, _TERM)


def _link(reading: Reading, profile: Profile) -> Iterable[Evidence]:
    if not profile.host:
        return
    if words := reading.find(profile.host_text):
        yield Evidence("link-website", words, _LINK)
    elif profile.host in reading.item.url.lower() and f".{_host_of(reading.item.url)}".endswith(
        f".{profile.host}"
    ):
        yield Evidence("link-website", profile.host, _LINK)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _school_talk(reading: Reading) -> Iterable[Evidence]:
    kinds = reading.kinds(Side.SCHOOL)
    weak = kinds.pop("school", ())
    for rank, (kind, said) in enumerate(kinds.items()):
        yield Evidence(f"talk-{kind}", reading.quote(said[0]), _TALK[min(rank, len(_TALK) - 1)])
    if weak and not kinds:
        yield Evidence("talk-school", reading.quote(weak[0]), _WEAK_TALK)


def _elsewhere(own: Sequence[Hit], reading: Reading, profile: Profile) -> Iterable[Evidence]:
    """Another place right beside a name, or a namesake's place anywhere."""
    for hit in own:
        if words := elsewhere(hit, reading.fields[hit.field], profile):
            yield Evidence("elsewhere-beside", words, _ELSEWHERE_BESIDE)
            return
    for place in sorted(profile.elsewhere):
        if words := reading.find(place):
            here = any(reading.find(ours, ("text", "title")) for _, ours in profile.places)
            yield Evidence("elsewhere", words, _ELSEWHERE_TOO if here else ELSEWHERE)
            return


def _older_pupils(reading: Reading, profile: Profile) -> Iterable[Evidence]:
    older = reading.kinds(Side.OTHER).get("older_pupils")
    if older and profile.primary:
        yield Evidence("older-pupils", reading.quote(older[0]), _OLDER_PUPILS)


def _other_things(own: Sequence[Hit], reading: Reading) -> Iterable[Evidence]:
    """Talk of books, clubs, pubs … near a name; a full name that is nobody else's outweighs it."""
    kinds = reading.kinds(Side.OTHER)
    share = 1.0 if _doubtful(own) else _THING_BESIDE_FULL
    for kind, said in kinds.items():
        if kind == "no_page":
            yield Evidence("other-no-page", reading.quote(said[0]), _NO_PAGE)
        elif kind != "older_pupils":
            near = [one for one in said if _is_near(one, own)]
            different = list({reading.words(one): one for one in near}.values())
            for one, weight in zip(different, _THING, strict=False):
                yield Evidence(f"other-{kind}", reading.quote(one), weight * share)


def _doubtful(own: Sequence[Hit]) -> bool:
    return not any(
        hit.alias and hit.alias.strength >= Strength.PART and not hit.alias.contested for hit in own
    )


def _is_near(said: Said, own: Sequence[Hit]) -> bool:
    """In the title, or in the text close to one of the first names."""
    return said.field == "title" or any(
        hit.field != said.field or abs(hit.start - said.start) < _NEAR for hit in own[:3]
    )


def _namesake_kinds(reading: Reading, profile: Profile) -> Iterable[Evidence]:
    for aside in sorted(profile.asides):
        if words := reading.find(aside):
            yield Evidence("namesake-kind", words, _NAMESAKE_KIND)


def _at_most(found: Sequence[Evidence], limit: float) -> Iterable[Evidence]:
    """The evidence with weights cut so that they do not pass `limit` together."""
    left = limit
    for one in found:
        weight = min(one.weight, left)
        left -= weight
        yield Evidence(one.rule, one.words, round(weight, 3))
