"""The school register is read as it comes, without its people."""

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orm.model.schools import School, SchoolId
from orm.register import read_gias, read_links
from tests.factories_register import HEADER, register, row, table


def zipped(**files: bytes) -> bytes:
    """A zip of files named name.csv."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return out.getvalue()


def test_an_open_school_is_read_with_what_helps_to_recognise_it():
    read = read_gias(register(row(trust="Mereside Learning Trust")))

    assert read.problems == ()
    assert read.schools == (
        School(
            id=SchoolId("urn-990101"),
            name="Wrenbeck Primary School",
            town="Harrowmere",
            county="Eastmarch",
            postcode="HM4 7QT",
            local_authority="Eastmarch",
            urn="990101",
            website="https://www.wrenbeck.example",
            trust="Mereside Learning Trust",
            school_type="Primary, Community school",
        ),
    )


def test_the_header_has_the_registers_135_columns():
    assert len(HEADER) == len(set(HEADER)) == 135


def test_the_headteachers_name_is_not_read():
    read = read_gias(register(row()))

    assert "Quenby" not in repr(read)
    assert "Ottilie" not in repr(read)


@pytest.mark.parametrize(
    ("status", "taken"),
    [
        ("Open", True),
        ("Open, but proposed to close", True),
        ("Closed", False),
        ("Proposed to open", False),
        ("", False),
    ],
)
def test_only_open_schools_are_taken(status, taken):
    assert bool(read_gias(register(row(status=status))).schools) is taken


def test_a_childrens_centre_is_no_school():
    assert read_gias(register(row(group="Children's Centres"))).schools == ()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_a_name_is_read_in_the_registers_encoding_and_in_utf_8(encoding):
    (school,) = read_gias(
        register(row(name="Ysgol Pontcafé – Wrenbeck"), encoding=encoding)
    ).schools

    assert school.name == "Ysgol Pontcafé – Wrenbeck"


@pytest.mark.parametrize(
    ("written", "website"),
    [
        ("www.wrenbeck.example", "https://www.wrenbeck.example"),
        ("http://www.wrenbeck.example/", "http://www.wrenbeck.example"),
        ("HTTPS://Wrenbeck.Example/Home", "https://wrenbeck.example/Home"),
        ("http//wrenbeck.example", "http://wrenbeck.example"),
        ("http:/wrenbeck.example", "http://wrenbeck.example"),
        ("https://http://wrenbeck.example", "http://wrenbeck.example"),
        ("httpschool.example", "https://httpschool.example"),
        ("", ""),
        ("None", ""),
        ("n/a", ""),
        ("office@wrenbeck.example", ""),
        ("our website", ""),
        ("wrenbeck", ""),
    ],
)
def test_a_website_is_read_with_or_without_its_scheme(written, website):
    (school,) = read_gias(register(row(website=written))).schools

    assert school.website == website


def test_a_school_without_a_town_has_the_place_that_is_given():
    (school,) = read_gias(register(row(town="", locality="Lower Mere"))).schools

    assert school.town == "Lower Mere"


def test_the_registers_words_for_nothing_are_nothing():
    (school,) = read_gias(
        register(row(county="Not recorded", trust="Not applicable", phase="Not applicable"))
    ).schools

    assert (school.county, school.trust, school.school_type) == ("", "", "Community school")


def test_a_control_character_does_not_reach_a_name():
    (school,) = read_gias(register(row(name="Wrenbeck\r\nPrimary\x00\x0b School"))).schools

    assert school.name == "Wrenbeck Primary School"


def test_columns_are_found_by_name_in_any_order():
    content = table(HEADER[::-1], row()).encode("cp1252")

    assert read_gias(content).schools == read_gias(register(row())).schools


def test_a_file_of_something_else_names_the_columns_it_lacks():
    read = read_gias(b"URN,Group Name\r\n990101,Mereside\r\n")

    assert read.schools == ()
    assert read.problems == (
        (
            "the file has no column EstablishmentName, EstablishmentStatus (name), Town, Postcode; "
            "download it again from the register (columns URN, EstablishmentName, "
            "EstablishmentStatus (name), Town, Postcode are needed)"
        ),
    )


def test_a_column_that_is_only_useful_is_missed_and_told():
    header = [name for name in HEADER if name != "SchoolWebsite"]
    known = {name: value for name, value in row().items() if name != "SchoolWebsite"}

    read = read_gias(table(header, known).encode("cp1252"))

    assert read.problems == ("the file has no column SchoolWebsite; it is empty",)
    assert read.schools[0].website == ""


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row(urn="99")], "line 2: the URN is not six digits; the row is left out"),
        ([row(name="")], "line 2: URN 990101 has no name; the row is left out"),
        ([row(), row()], "line 3: URN 990101 appears twice; the first is kept"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(rows, problem):
    assert read_gias(register(*rows)).problems == (problem,)


def test_a_short_row_is_told_and_the_others_are_read():
    content = (
        register(row()) + b'"990102","Short"\r\n' + register(row(urn="990103")).split(b"\r\n")[1]
    )

    read = read_gias(content)

    assert read.problems == ("line 3: has 2 columns; it is left out",)
    assert [school.urn for school in read.schools] == ["990101", "990103"]


def test_a_blank_line_is_no_problem():
    read = read_gias(register(row()) + b"\r\n\r\n")

    assert (len(read.schools), read.problems) == (1, ())


def test_a_thousand_problems_are_told_in_fifty_one_lines():
    read = read_gias(register(*[row(urn=str(n)) for n in range(1000)]))

    assert len(read.problems) == 51
    assert read.problems[-1] == "and 950 more of this kind"


def test_the_zip_that_the_website_gives_is_read():
    assert read_gias(zipped(edubasealldata=register(row()))).schools[0].urn == "990101"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty; download it again from the register"),
        (zipped(a=b"x", b=b"y"), "the zip holds 2 CSV files; give the one to read"),
        (zipped(), "the zip holds 0 CSV files; give the one to read"),
        (
            zipped(a=register(row()))[:-30],
            "the zip cannot be opened; unpack it and give the CSV file",
        ),
    ],
    ids=["empty", "two files", "no file", "cut off"],
)
def test_a_file_that_cannot_be_opened_is_told_once(content, problem):
    read = read_gias(content)

    assert read.schools == ()
    assert len(read.problems) == 1
    assert read.problems[0] == problem


@pytest.mark.parametrize("content", [b"x" * 1001, zipped(a=b"x" * 1001)], ids=["plain", "zip"])
def test_a_file_that_is_too_large_is_told(content):
    read = read_gias(content, largest=1000)

    assert read.problems == ("the file is larger than 1,000 bytes; this is not the register",)


def test_a_zip_bomb_is_not_unpacked_to_its_end():
    bomb = zipped(a=b"x" * 9_000_000)

    tracemalloc.start()
    read_gias(bomb, largest=1000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 1_000_000


def test_an_unclosed_quote_is_told():
    read = read_gias(register(row()) + b'"' + b"x" * 200_000)

    assert "is not CSV" in read.problems[0]
    assert [school.urn for school in read.schools] == ["990101"]


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf"]))
def test_whatever_a_file_holds_it_is_told_and_never_a_crash(content, start):
    for read in (read_gias(start + content), read_links(start + content)):
        assert read.problems


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 3000))
def test_a_damaged_register_never_crashes(noise, place):
    content = register(row(), row(urn="990102"))

    read_gias(content[:place] + noise + content[place:])
