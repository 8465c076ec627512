"""The school register (GIAS, contracts/web.md §4.4) as schools. Pure: bytes in, values out.

Read are names, places, types and websites. The columns that name headteachers are never read:
the house watches topics, not people (domain.md G5).
"""

import codecs
import csv
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, TextIOWrapper
from itertools import chain, islice

from orm.model.schools import Namesake, School, SchoolId

MOST_NAMESAKES = 40
"""Namesakes kept of one school, nearest first: 1,500 schools are called St Mary's."""

_LARGEST = 300_000_000
_MOST_PROBLEMS = 50
_CHUNK = 1 << 20
_ENCODING = "cp1252"
_OPEN = frozenset({"open", "open, but proposed to close"})
_NO_SCHOOLS = frozenset({"children's centres", "children’s centres"})
_NOTHING = frozenset({"", "not applicable", "not recorded", "none", "n/a", "-"})

_URN = "URN"
_NAME = "EstablishmentName"
_STATUS = "EstablishmentStatus (name)"
_GROUP = "EstablishmentTypeGroup (name)"
_NEEDED = (_URN, _NAME, _STATUS, "Town", "Postcode")
_USEFUL = (
    _GROUP,
    "LA (name)",
    "County (name)",
    "Trusts (name)",
    "PhaseOfEducation (name)",
    "TypeOfEstablishment (name)",
    "SchoolWebsite",
    "Locality",
    "Address3",
)
_LINKS_NEEDED = (_URN, "LinkName", "LinkType")

_GENERIC_WORDS = (
    "a academy aided and all through c catholic ce church city college community controlled coe "
    "cofe e england first for foundation free girls boys grammar high infant infants junior juniors "
    "methodist middle nursery of preparatory primary r rc roman school schools secondary special "
    "studio the technical trust unit university upper va vc voluntary"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
_WEBSITE = re.compile(r"(?i)^(https?)\W*?[:/]+/*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?")


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """The open schools of a register file by URN, and what could not be read, in sentences."""

    schools: tuple[School, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinksRead:
    """Names of predecessors by URN, and what could not be read."""

    former_names: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]


def read_gias(csv_bytes: bytes, *, largest: int = _LARGEST) -> RegisterRead:
    """The register file `edubasealldata<date>.csv`, or the zip that the website gives.

    Windows-1252 or UTF-8. Ids are "urn-<URN>". Other open schools with the same distinctive name
    become namesakes, at most MOST_NAMESAKES, nearest first. A file larger than `largest` bytes
    when unpacked is not read.
    """
    problems: list[str] = []
    found: dict[str, School] = {}
    content = _unpacked(csv_bytes, largest, problems)
    for line, row in _rows(content, needed=_NEEDED, useful=_USEFUL, problems=problems):
        urn = row[_URN]
        if row[_STATUS].lower() not in _OPEN or row[_GROUP].lower() in _NO_SCHOOLS:
            continue
        if not _is_urn(urn):
            problems.append(f"line {line}: the URN is not six digits; the row is left out")
        elif not row[_NAME]:
            problems.append(f"line {line}: URN {urn} has no name; the row is left out")
        elif urn in found:
            problems.append(f"line {line}: URN {urn} appears twice; the first is kept")
        else:
            found[urn] = _school(row)
    return RegisterRead(_with_namesakes(tuple(found.values())), _shortened(problems))


def read_links(csv_bytes: bytes) -> LinksRead:
    """The file `links_edubasealldata<date>.csv`: what each school was called before."""
    problems: list[str] = []
    names: dict[str, list[str]] = {}
    content = _unpacked(csv_bytes, _LARGEST, problems)
    for _, row in _rows(content, needed=_LINKS_NEEDED, useful=(), problems=problems):
        before = row["LinkType"].lower().startswith("predecessor")
        if before and _is_urn(row[_URN]) and row["LinkName"]:
            known = names.setdefault(row[_URN], [])
            known += [] if row["LinkName"] in known else [row["LinkName"]]
    return LinksRead({urn: tuple(known) for urn, known in names.items()}, _shortened(problems))


def with_former_names(schools: Sequence[School], links: LinksRead) -> tuple[School, ...]:
    """The schools with their predecessors' names, where these differ from their own."""
    return tuple(
        replace(school, former_names=names)
        if (names := _different(school, links.former_names.get(school.urn, ())))
        else school
        for school in schools
    )


def enriched(school: School, registered: School) -> School:
    """A school with what the register adds: blanks filled, namesakes and former names joined.

    What the operator wrote stays.
    """
    own = {_folded(namesake.name) for namesake in school.namesakes}
    return replace(
        school,
        county=school.county or registered.county,
        postcode=school.postcode or registered.postcode,
        local_authority=school.local_authority or registered.local_authority,
        website=school.website or registered.website,
        trust=school.trust or registered.trust,
        school_type=school.school_type or registered.school_type,
        former_names=tuple(dict.fromkeys((*school.former_names, *registered.former_names))),
        namesakes=(
            *school.namesakes,
            *(n for n in registered.namesakes if _folded(n.name) not in own),
        ),
    )


def distinctive_name(name: str, town: str = "") -> str:
    """What is left of a name without town, kind and denomination: "wrenbeck", "st marys".

    A name that holds nothing else ("The Academy") stays whole.
    """
    words = _folded(name).split()
    place = _folded(town).split()
    if place and words[-len(place) :] == place and len(words) > len(place):
        words = words[: -len(place)]
    own = ["st" if word == "saint" else word for word in words if word not in _GENERIC]
    return " ".join(own or words)


def _different(school: School, names: Sequence[str]) -> tuple[str, ...]:
    own = _folded(school.name)
    return tuple(name for name in names if _folded(name) != own)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    return " ".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower()))


def _is_urn(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdigit()  # noqa: PLR2004 - a URN's length


def _school(row: Mapping[str, str]) -> School:
    town = row["Town"] or row["Address3"] or row["Locality"] or row["LA (name)"]
    kinds = (row["PhaseOfEducation (name)"], row["TypeOfEstablishment (name)"])
    return School(
        id=SchoolId(f"urn-{row[_URN]}"),
        name=row[_NAME],
        town=town,
        county=row["County (name)"],
        postcode=row["Postcode"].upper(),
        local_authority=row["LA (name)"],
        urn=row[_URN],
        website=_website(row["SchoolWebsite"]),
        trust=row["Trusts (name)"],
        school_type=", ".join(kind for kind in kinds if kind),
    )


def _website(text: str) -> str:
    """A usable address, or empty. The register holds "www.x", "HTTP//x" and "http://http://x"."""
    scheme, rest = "https", text.strip()
    while found := _WEBSITE.match(rest):
        scheme, rest = found[1].lower(), rest[found.end() :]
    host, slash, path = rest.partition("/")
    host = host.lower().rstrip(".")
    if not _HOST.fullmatch(host) or any(letter.isspace() for letter in path):
        return ""
    return f"{scheme}://{host}{slash if path else ''}{path}"


def _with_namesakes(schools: Sequence[School]) -> tuple[School, ...]:
    """Every school with the others of its distinctive name; cost grows with schools, not pairs."""
    groups: dict[str, list[int]] = {}
    for n, school in enumerate(schools):
        groups.setdefault(distinctive_name(school.name, school.town), []).append(n)
    result = list(schools)
    for members in groups.values():
        if len(members) > 1:
            named = {n: _namesake(schools[n]) for n in members}
            by_place = _by_place(schools, members)
            for n in members:
                nearest = _nearest(n, schools[n], by_place, members)
                result[n] = replace(schools[n], namesakes=tuple(named[m] for m in nearest))
    return tuple(sorted(result, key=lambda school: school.urn))


def _places(school: School) -> tuple[tuple[str, str], ...]:
    return (
        ("town", school.town),
        ("authority", school.local_authority),
        ("county", school.county),
    )


def _by_place(
    schools: Sequence[School], members: Sequence[int]
) -> dict[tuple[str, str], list[int]]:
    """The members of a group by town, by authority and by county."""
    places: dict[tuple[str, str], list[int]] = {}
    for n in members:
        for place in _places(schools[n]):
            places.setdefault(place, []).append(n)
    return places


def _nearest(
    own: int,
    school: School,
    by_place: Mapping[tuple[str, str], Sequence[int]],
    members: Sequence[int],
) -> list[int]:
    """The others in the same town, authority and county, then the rest, each once."""
    near = chain.from_iterable(by_place[place] for place in _places(school) if place[1])
    candidates = islice(chain(near, members), 4 * MOST_NAMESAKES + 1)
    return [n for n in dict.fromkeys(candidates) if n != own][:MOST_NAMESAKES]


def _namesake(school: School) -> Namesake:
    name = f"{school.name}, {school.town}" if school.town else school.name
    return Namesake(
        name=name, what=f"another school of this name in {school.town or 'the register'}"
    )


def _rows(
    content: bytes | None, *, needed: Sequence[str], useful: Sequence[str], problems: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and the wanted columns of each row, stripped; fewer than asked end in problems."""
    if content is None:
        return
    reader = csv.reader(TextIOWrapper(BytesIO(content), _encoding(content), "replace", newline=""))
    try:
        columns = _columns(next(reader, []), needed=needed, useful=useful, problems=problems)
        for row in reader if columns else ():
            if len(row) > max(columns.values()):
                known = {name: _text(row[column]) for name, column in columns.items()}
                yield reader.line_num, {name: known.get(name, "") for name in (*needed, *useful)}
            elif row:
                problems.append(f"line {reader.line_num}: has {len(row)} columns; it is left out")
    except csv.Error as error:
        problems.append(f"line {reader.line_num}: is not CSV ({error}); the rest is not read")


def _columns(
    header: Sequence[str], *, needed: Sequence[str], useful: Sequence[str], problems: list[str]
) -> dict[str, int]:
    """Where the wanted columns are; empty when a needed one is missing."""
    places = {name.strip(): n for n, name in reversed(list(enumerate(header)))}
    missing = [name for name in needed if name not in places]
    if missing:
        problems.append(
            f"the file has no column {', '.join(missing)}; download it again from the register "
            f"(columns {', '.join(needed)} are needed)"
        )
        return {}
    problems += [
        f"the file has no column {name}; it is empty" for name in useful if name not in places
    ]
    return {name: places[name] for name in (*needed, *useful) if name in places}


def _text(value: str) -> str:
    """One line of the register without control characters; its words for nothing become empty."""
    text = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return "" if text.lower() in _NOTHING else text


def _encoding(content: bytes) -> str:
    """UTF-8 where every byte agrees, else the register's own windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for start in range(0, len(view), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _ENCODING
    return "utf-8-sig"


def _unpacked(content: bytes, largest: int, problems: list[str]) -> bytes | None:
    """The CSV itself, out of its zip where it is in one; None with a problem when there is none."""
    unpacked, problem = _unzipped(content, largest) if content.startswith(b"PK") else (content, "")
    if not problem and not unpacked.strip():
        problem = "the file is empty; download it again from the register"
    if not problem and len(unpacked) > largest:
        problem = f"the file is larger than {largest:,} bytes; this is not the register"
    if problem:
        problems.append(problem)
        return None
    return unpacked


def _unzipped(content: bytes, largest: int) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [i for i in archive.infolist() if i.filename.lower().endswith(".csv")]
            if len(names) != 1:
                return b"", f"the zip holds {len(names)} CSV files; give the one to read"
            with archive.open(names[0]) as packed:
                return packed.read(largest + 1), ""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        return b"", "the zip cannot be opened; unpack it and give the CSV file"


def _shortened(problems: Sequence[str]) -> tuple[str, ...]:
    more = len(problems) - _MOST_PROBLEMS
    kept = tuple(problems[:_MOST_PROBLEMS])
    return (*kept, f"and {more:,} more of this kind") if more > 0 else kept
