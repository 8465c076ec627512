"""The register from the shell: entering an account, the sheet out and in, and the paper to sign."""

from pypdf import PdfReader

from orm.model.schools import SchoolId
from orm.wiring.accounts import account_register_pdf
from orm.wiring.door import front_door
from tests.factories_account_commands import WRENBECK, orm


def test_an_account_is_entered_with_every_field_and_by_whom(folder, house):
    ended = orm(
        folder, "account", "add", "--school", "wrenbeck", "--by", "office", "--platform", "TikTok",
        "--handle", "@wrenbeck", "--display-name", "Wrenbeck", "--status", "dormant",
        "--stable-id", "77", "--url", "https://tiktok.example/@wrenbeck", "--purpose", "News",
        "--outcomes", "Parents know", "--owner", "office@wrenbeck.example", "--keepers",
        "office; head", "--access-tested-on", "20/11/2026", "--risk-assessed-on", "2026-11-01",
        "--approved-by", "head", "--approved-on", "2026-11-02", "--admin-email",
        "social@wrenbeck.example", "--second-reader", "dsl", "--moderation-days", "2",
        "--consent", "the form", "--agreement-signed-on", "2026-09-01", "--minimum-age", "13",
        "--hours", "08:00-17:30", "--dormant-after-days", "30", "--review-on", "2027-09-01",
    )  # fmt: skip

    assert ended.exit_code == 0, ended.stderr
    (entered,) = (
        each
        for each in house.edges.store.accounts.register([WRENBECK])
        if each.platform == "tiktok"
    )
    assert (entered.handle, entered.status, entered.stable_id) == ("@wrenbeck", "dormant", "77")
    assert (entered.owner, entered.keepers) == ("office", ("office", "head"))
    assert (entered.moderation_days, entered.minimum_age, entered.dormant_after_days) == (2, 13, 30)
    assert f"{entered.hours[0]:%H:%M} {entered.hours[1]:%H:%M}" == "08:00 17:30"
    assert entered.access_tested_on.isoformat() == "2026-11-20"
    gaps = [name for name in entered.__slots__ if getattr(entered, name) in (None, "", ())]
    assert gaps == []


def test_an_account_that_nobody_says_they_enter_was_entered_at_the_shell(folder, house):
    before = house.edges.clock.now()

    added = orm(
        folder, "account", "add", "--school", "st-orrins", "--platform", "x", "--handle", "o"
    )

    assert added.exit_code == 0, added.stderr
    line = front_door(house).audit(before, frozenset({SchoolId("st-orrins")}), 1)[0]
    assert (line.actor, line.action, line.school_id) == ("shell", "account-entered", "st-orrins")


def test_the_sheet_goes_out_and_comes_in_the_same(folder, house, tmp_path):
    sheet = tmp_path / "register.csv"
    assert orm(folder, "account", "export", sheet).exit_code == 0
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbfschool,platform,handle")
    assert orm(folder, "account", "export", sheet).exit_code == 2
    printed = orm(folder, "account", "export").stdout
    assert printed.splitlines() == sheet.read_text("utf-8-sig").splitlines()

    told = orm(folder, "account", "import", sheet, "--by", "office", "--school", "wrenbeck")

    assert "0 added, 0 changed, 1 as they were." in told.stdout


def test_a_sheet_adds_and_changes_and_removes_nothing(folder, house, tmp_path):
    sheet = tmp_path / "register.csv"
    sheet.write_text("school,platform,handle,purpose\nwrenbeck,x,wrenbeck,News\n", "utf-8")

    assert "1 added, 0 changed, 0 as they were. 1 that the sheet" in told_of(folder, sheet)
    sheet.write_text("school,platform,handle,purpose\nwrenbeck,x,@Wrenbeck,Views\n", "utf-8")
    assert "0 added, 1 changed, 0 as they were." in told_of(folder, sheet)

    kept = {each.platform: each for each in house.edges.store.accounts.register([WRENBECK])}
    assert set(kept) == {"bluesky", "x"}
    assert kept["x"].purpose == "Views"


def told_of(folder, sheet):
    ended = orm(folder, "account", "import", sheet, "--by", "head")
    assert ended.exit_code == 0, ended.stderr
    return ended.stdout


def test_a_sheet_with_a_fault_is_not_taken_in_at_all(folder, house, tmp_path):
    sheet = tmp_path / "register.csv"
    sheet.write_text(
        "school,platform,handle,review_on\nwrenbeck,x,wrenbeck,\nwrenbeck,tiktok,,never\n", "utf-8"
    )

    ended = orm(folder, "account", "import", sheet, "--by", "head")

    assert ended.exit_code == 2
    assert "row 3, column handle" in ended.stderr
    assert "row 3, column review_on" in ended.stderr
    assert len(house.edges.store.accounts.register([WRENBECK])) == 1


def test_nobody_takes_in_the_accounts_of_a_school_that_is_not_theirs(folder, house, tmp_path):
    sheet = tmp_path / "register.csv"
    sheet.write_text("school,platform,handle\nst-orrins,x,a\nwrenbeck,x,b\n", "utf-8")

    ended = orm(folder, "account", "import", sheet, "--by", "office")

    assert ended.exit_code == 2
    assert "office does not act for st-orrins" in ended.stderr
    assert house.edges.store.accounts.register([SchoolId("st-orrins")]) == ()


def test_the_register_is_printed_for_a_signature(folder, house, tmp_path):
    pdf = tmp_path / "register.pdf"

    ended = orm(folder, "account", "register", "--school", "wrenbeck", "--pdf", pdf)

    assert ended.exit_code == 0, ended.stderr
    words = " ".join(each.extract_text() for each in PdfReader(pdf).pages)
    assert "wrenbeck.example" in words
    assert "Signature" in words
    assert account_register_pdf(house, house.schools[0], house.edges.clock.now())
