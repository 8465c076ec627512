"""The register as a spreadsheet: what is written is read back, and every problem is told at once."""

import csv
import io
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orm.accounts.sheet import COLUMNS, read_sheet, write_sheet
from orm.errors import ConfigError
from orm.model.accounts import Account
from orm.model.schools import AccountStatus, ContactId, SchoolId
from tests.factories_accounts import COMMS, EVERYBODY, HEAD, account

WRENBECK, ORRINS = SchoolId("wrenbeck"), SchoolId("st-orrins")


def read(text, *, school_ids=(WRENBECK, ORRINS), encoding="utf-8"):
    return read_sheet(text.encode(encoding), school_ids=school_ids, contacts=EVERYBODY)


def problems(text, **others):
    with pytest.raises(ConfigError) as caught:
        read(text, **others)
    return list(caught.value.problems)


def row(**cells):
    """A sheet of one row, as Python's own CSV writes it."""
    cells = {"school": "wrenbeck", "platform": "x", "handle": "wren", **cells}
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(cells)
    writer.writerow(cells.values())
    return out.getvalue()


# What a cell can hold: no space around it, and one kind of line break.
texts = st.text("aZé日7'=+-@;,|\"\n\t \N{RIGHT SINGLE QUOTATION MARK}\ufeff", max_size=12).map(
    str.strip
)
days = st.none() | st.dates()
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
people = st.sampled_from([one.id for one in EVERYBODY])
accounts = st.builds(
    Account,
    school_id=st.sampled_from([WRENBECK, ORRINS]),
    platform=st.sampled_from(["x", "facebook", "google_business"]),
    handle=texts.filter(lambda text: text.casefold().lstrip("@")),
    display_name=texts,
    status=st.sampled_from(AccountStatus),
    stable_id=texts | st.integers(10**11, 10**20).map(str),
    url=texts,
    purpose=texts,
    outcomes=texts,
    owner=st.none() | people,
    keepers=st.lists(people, unique=True).map(tuple),
    access_tested_on=days,
    risk_assessed_on=days,
    approved_by=st.none() | people,
    approved_on=days,
    admin_email=texts,
    second_reader=st.none() | people,
    moderation_days=st.none() | st.integers(0, 3_650),
    consent=texts,
    agreement_signed_on=days,
    minimum_age=st.none() | st.integers(0, 99),
    hours=st.none() | st.tuples(minutes, minutes),
    dormant_after_days=st.integers(1, 3_650),
    review_on=days,
)
registers = st.lists(
    accounts,
    max_size=3,
    unique_by=lambda one: (one.school_id, one.platform, one.handle.casefold().lstrip("@")),
)


@given(registers, st.sampled_from(["utf-8", "utf-8-sig"]))
@example([account(handle="@wrenbeck", purpose="=1+1", consent="'=x", outcomes="''-y")], "utf-8")
def test_what_is_written_is_read_back_the_same(register, encoding):
    assert read(write_sheet(register), encoding=encoding) == tuple(register)


@given(registers)
def test_no_cell_that_is_written_begins_as_a_formula(register):
    rows = csv.reader(io.StringIO(write_sheet(register), newline=""))

    assert not any(cell.startswith(("=", "+", "-", "@")) for cells in rows for cell in cells)


def test_an_empty_register_is_a_heading():
    assert write_sheet([]).split("\r\n")[0].split(",") == COLUMNS.split()
    assert read(write_sheet([])) == ()


def test_four_hundred_accounts_of_a_trust_are_read():
    register = [account(handle=f"wren{n}") for n in range(400)]

    assert read(write_sheet(register)) == tuple(register)


def test_missing_columns_are_gaps():
    assert read("school,platform,handle\nwrenbeck,x,wren\n") == (Account(WRENBECK, "x", "wren"),)


def test_the_school_may_be_missing_where_there_is_one():
    assert read("platform,handle\nx,wren\n", school_ids=[WRENBECK]) == (
        Account(WRENBECK, "x", "wren"),
    )
    assert "school" in problems("platform,handle\nx,wren\n")[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-8"])
def test_a_sheet_from_any_office_is_read(encoding):
    text = "School;Platform;Handle;Purpose\r\nwrenbeck;Facebook;wren;Café “news” – weekly\r\n"

    (one,) = read(text, encoding=encoding)

    assert (one.platform, one.purpose) == ("facebook", "Café “news” – weekly")


def test_tabs_blank_rows_and_line_breaks_inside_quotes_are_read():
    text = (
        '\nschool\tplatform\thandle\tpurpose\n\nwrenbeck\tx\twren\t"News\r\nfor families"\n\t\t\t\n'
    )

    assert read(text)[0].purpose == "News\nfor families"


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("20/11/2026", date(2026, 11, 20)),
        ("1/2/2026", date(2026, 2, 1)),
        ("", None),
    ],
)
def test_days_are_read_as_they_are_written_here(written, on):
    assert read(row(review_on=written))[0].review_on == on


@pytest.mark.parametrize("written", ["11/20/2026", "2026-02-30", "20.11.26", "soon", "٢٠/١١/٢٠٢٦"])
def test_what_is_no_day_is_told(written):
    (problem,) = problems(row(review_on=written))

    assert problem.startswith("row 2, column review_on:")
    assert written in problem


@pytest.mark.parametrize(
    ("written", "hours"),
    [("08:00-17:30", (time(8), time(17, 30))), ("8.15 to 16.00", (time(8, 15), time(16)))],
)
def test_hours_are_read(written, hours):
    assert read(row(hours=written))[0].hours == hours


def test_people_are_found_by_id_or_email_in_any_case():
    (one,) = read(row(owner="OFFICE@wrenbeck.example", keepers="Head; office\nhead"))

    assert (one.owner, one.keepers) == (COMMS.id, (HEAD.id, COMMS.id))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"school": "elsewhere"}, ["row 2, column school:", "st-orrins, wrenbeck"]),
        ({"school": ""}, ["row 2, column school: is empty"]),
        ({"platform": ""}, ["row 2, column platform: is empty"]),
        ({"handle": " "}, ["row 2, column handle: is empty"]),
        ({"status": "asleep"}, ["column status:", "active, dormant or closed"]),
        ({"owner": "nobody"}, ["column owner:", "nobody that orm knows"]),
        ({"keepers": "head; nobody"}, ["column keepers:", '"nobody"']),
        ({"moderation_days": "-1"}, ["column moderation_days:", "from 0 to 3650"]),
        ({"moderation_days": "two"}, ["column moderation_days:"]),
        ({"minimum_age": "1300"}, ["column minimum_age:", "from 0 to 99"]),
        ({"dormant_after_days": "0"}, ["column dormant_after_days:", "from 1"]),
        ({"hours": "25:00-26:00"}, ["column hours:"]),
        ({"hours": "always"}, ["column hours:", "08:00-17:30"]),
        ({"stable_id": "1.17E+17"}, ["column stable_id:", "shortened"]),
        ({"hobby": "chess"}, ["row 1:", '"hobby"']),
        ({"": "something"}, ["row 2, column without a name"]),
    ],
)
def test_each_problem_names_its_row_its_column_and_what_to_write(cells, told):
    found = problems(row(**cells))

    assert len(found) == 1
    assert all(words in found[0] for words in told)


@pytest.mark.parametrize(
    "column", ["password", "Pass word", "login", "PIN", "passcode", "account_password", "secret"]
)
def test_the_register_never_holds_passwords(column):
    found = problems(row(**{column: "hunter2", "owner": "head"}))

    assert any("never holds passwords" in one for one in found)
    assert not any("hunter2" in one for one in found)


def test_all_problems_are_told_at_once_and_nothing_is_read():
    text = (
        "school,platform,handle,status,review_on\n"
        "wrenbeck,x,a,active,2026-01-01\n"
        "nowhere,x,b,asleep,never\n"
        "wrenbeck,,c,active,\n"
        "wrenbeck,x,@A,active,\n"
        "wrenbeck,x,d,active,,more\n"
    )

    found = problems(text)

    assert [one.partition(":")[0] for one in found] == [
        "row 3, column school",
        "row 3, column status",
        "row 3, column review_on",
        "row 4, column platform",
        "row 5, column handle",
        "row 6, last column",
    ]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04\0\0", "not text"),
        (b'school,platform,handle\n"x,y\n', "cannot be read"),
        (b"handle\nx\n", "missing"),
        (b"school,platform,handle,handle\nwrenbeck,x,a,b\n", "twice"),
    ],
)
def test_a_file_that_is_no_sheet_is_told(raw, told):
    with pytest.raises(ConfigError, match=told):
        read_sheet(raw, school_ids=[WRENBECK], contacts=EVERYBODY)


def test_a_thousand_problems_are_not_all_listed():
    found = problems("school,platform,handle\n" + "nowhere,x,a\n" * 1000)

    assert len(found) == 51


@given(st.binary(max_size=200) | st.binary(max_size=200).map(row(purpose="").encode().__add__))
def test_any_bytes_give_accounts_or_problems(raw):
    try:
        told: tuple[object, ...] = read_sheet(raw, school_ids=[WRENBECK], contacts=EVERYBODY)
    except ConfigError as error:
        told = error.problems

    assert told or raw.strip(b"\r\n ").count(b"\n") == 0


def test_a_leaver_in_a_sheet_is_told_so_that_it_is_mended():
    register = [account(owner=ContactId("gone"))]

    assert "column owner" in problems(write_sheet(register))[0]
