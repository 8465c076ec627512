"""The register of official accounts in people's hands: entering, changing, sheets, the paper to sign."""

import pytest

from tests.factories_account_pages import (
    WRENBECK,
    account,
    checked,
    hidden,
    page,
    press,
    registered,
)
from tests.factories_desk import NOW


def filled(**changes):
    return {
        "school": "wrenbeck",
        "platform": "facebook",
        "handle": "wrenbeckprimary",
        "status": "active",
        "owner": "comms",
        "keepers": ["comms", "head"],
        "approved_on": "02/09/2026",
        "hours": "08:00-17:30",
        "moderation_days": "2",
        "dormant_after_days": "60",
        **changes,
    }


def register(desk, school=WRENBECK):
    return desk.house.edges.store.accounts.register([school])


def test_an_account_is_entered_and_changed(desk):
    answer = press(desk, "/accounts/new", **filled())
    assert answer.status_code == 303
    at = answer.headers["location"].partition("?")[0]
    assert [each.handle for each in register(desk)] == ["wrenbeckprimary"]
    assert register(desk)[0].keepers == ("comms", "head")

    form = page(desk, path=f"{at}/change")
    seen = hidden(form, "seen")
    assert 'value="2026-09-02"' in form
    assert 'value="08:00-17:30"' in form
    answer = press(desk, f"{at}/change", seen=seen, **filled(purpose="News\nand dates"))

    assert answer.headers["location"] == f"{at}?done=account-changed"
    assert register(desk)[0].purpose == "News\nand dates"
    assert register(desk)[0].owner == "comms"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("platform", ""),
        ("platform", "myspace"),
        ("handle", ""),
        ("handle", "x" * 201),
        ("handle", "a\u202eb"),
        ("owner", "other-head"),
        ("owner", "nobody"),
        ("status", "asleep"),
        ("approved_on", "31/02/2026"),
        ("approved_on", "soon"),
        ("moderation_days", "-1"),
        ("moderation_days", "two"),
        ("dormant_after_days", "0"),
        ("hours", "25:00-26:00"),
        ("purpose", "x" * 1_001),
        ("keepers", ["comms", "stranger"]),
    ],
)
def test_a_bad_entry_keeps_what_was_typed_beside_what_is_wrong(desk, field, typed):
    answer = press(desk, "/accounts/new", **filled(**{field: typed, "consent": "the yearly form"}))

    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert "the yearly form" in answer.text
    assert register(desk) == ()


def test_an_account_that_is_there_is_not_entered_twice(desk):
    registered(desk, platform="facebook", handle="@WrenbeckPrimary")

    answer = press(desk, "/accounts/new", **filled())

    assert answer.status_code == 409
    assert "The register has this account already" in answer.text
    assert register(desk)[0].display_name == "Wrenbeck Primary"


def test_an_entry_that_somebody_changed_meanwhile_is_not_overwritten(desk):
    file = registered(desk)
    accounts = desk.house.edges.store.accounts
    form = page(desk, path=f"/accounts/{file.id}/change")
    seen = hidden(form, "seen")
    accounts.change(file.id, account(purpose="Hers"), by="head", now=NOW)

    answer = press(desk, f"/accounts/{file.id}/change", seen=seen, **filled(purpose="His"))

    assert answer.status_code == 409
    assert "Somebody has changed this entry" in answer.text
    assert "His" in answer.text
    assert register(desk)[0].purpose == "Hers"


def test_a_handle_that_another_entry_has_is_refused(desk):
    registered(desk, handle="@one")
    file = registered(desk, handle="@two")
    form = page(desk, path=f"/accounts/{file.id}/change")
    seen = hidden(form, "seen")

    answer = press(
        desk,
        f"/accounts/{file.id}/change",
        seen=seen,
        **filled(platform="bluesky", handle="@ONE"),
    )

    assert answer.status_code == 409
    assert {each.handle for each in register(desk)} == {"@one", "@two"}


def test_what_was_changed_is_checked_again_soon(desk):
    file = registered(desk, checked())
    form = page(desk, path=f"/accounts/{file.id}/change")
    same = filled(platform="bluesky", handle=file.account.handle, seen=hidden(form, "seen"))

    assert press(desk, f"/accounts/{file.id}/change", **same).status_code == 303

    assert desk.house.edges.store.accounts.file(file.id).next_check_at == NOW


def test_what_a_sheet_changes_is_checked_again_soon(desk):
    file = registered(desk, checked())

    bring(desk, b"platform,handle,purpose\nbluesky,@wrenbeckprimary,Sports\n")

    assert desk.house.edges.store.accounts.file(file.id).account.purpose == "Sports"
    assert desk.house.edges.store.accounts.file(file.id).next_check_at == NOW


def test_who_has_left_stays_in_an_entry_until_somebody_else_is_chosen(desk):
    file = registered(desk, owner="gone", keepers=("gone", "head"))
    form = page(desk, path=f"/accounts/{file.id}/change")
    seen = hidden(form, "seen")
    assert "Somebody who has left" in form

    same = filled(platform="bluesky", handle="@wrenbeckprimary", owner="gone")
    answer = press(
        desk, f"/accounts/{file.id}/change", seen=seen, **{**same, "keepers": ["gone", "head"]}
    )

    assert answer.status_code == 303
    assert register(desk)[0].owner == "gone"
    assert register(desk)[0].keepers == ("gone", "head")


def test_the_register_goes_out_as_a_sheet_and_comes_back_the_same(desk):
    registered(desk, handle="=cmd()", purpose="News,\nand “dates”")
    before = register(desk)
    sheet = desk.browser("it").get("/accounts/register.csv")
    assert sheet.headers["content-disposition"] == 'attachment; filename="accounts.csv"'
    assert b"'=cmd()" in sheet.content

    answer = bring(desk, sheet.content)

    assert answer.headers["location"] == "/accounts?school=wrenbeck&done=accounts-imported"
    assert register(desk) == before


def bring(desk, content, person="comms", mark=""):
    browser = desk.browser(person)
    token = browser.cookies.get("orm-session") or ""
    return browser.post(
        "/accounts/import",
        data={"form_token": mark or desk.desk.door.form_token(token, "desk")},
        files={"file": ("accounts.csv", content, "text/csv")},
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Choose a file"),
        (b"platform,handle\n", "has no account"),
        (b"platform,handle\nx,@a\nx,\n,@b\n", "Row 3, column handle"),
        (b"platform,handle\nx,@a\nx,\n,@b\n", "Row 4, column platform"),
        (b"platform,handle,password\nx,@a,secret\n", "never holds passwords"),
        (b"\x89PNG\r\n\0\0", "not text"),
        (b"school,platform,handle\nst-orrins,x,@a\n", "no school"),
        (b"platform,handle,owner\nx,@a,other-head\n", "nobody that orm knows"),
        (b"platform,handle\n" + b"".join(b"x,@a%d\n" % n for n in range(2_001)), "more than 2,000"),
    ],
)
def test_a_bad_sheet_tells_every_problem_and_nothing_is_taken_in(desk, content, says):
    answer = bring(desk, content)

    assert answer.status_code == 422
    assert says in answer.text
    assert register(desk) == ()


def test_a_sheet_is_brought_in_by_who_keeps_the_register(desk):
    for person in ("dsl", "dpo", "chair", "trust"):
        assert bring(desk, b"school,platform,handle\nwrenbeck,x,@a\n", person).status_code == 404
    assert register(desk) == ()
    assert bring(desk, b"platform,handle\nx,@a\n", mark="made-up").status_code == 403


def test_the_register_is_printed_for_a_signature(desk):
    registered(desk, checked())

    paper = desk.browser("head").get("/accounts/register.pdf")

    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
