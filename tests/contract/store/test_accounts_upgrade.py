"""The accounts that an older database holds are the register of this one."""

import pytest
from alembic import command
from sqlalchemy import Text, column, insert, inspect, table

from orm.model.accounts import Account
from orm.model.schools import AccountStatus, OfficialAccount, School
from orm.store import migrating
from orm.store.engine import database
from orm.store.tables.register import SCHOOLS
from tests.factories_account_store import DAY, claim
from tests.factories_store import NOW, ST_ORRINS, WRENBECK, store_at

BEFORE = "0016"
OLD = table(
    "official_accounts",
    *(column(name) for name in ("school_id", "position")),
    *(column(name, Text) for name in ("platform", "handle", "display_name", "status")),
)


@pytest.fixture
def old_url(empty_url):
    """A database at the revision before, with two schools and four accounts."""
    place = database(empty_url)
    rows = [
        (WRENBECK, 1, "Mastodon", "@Wrenbeck@harrowmere.example", "Wrenbeck", "closed"),
        (WRENBECK, 0, "youtube", "UCwrenbeck", "", "active"),
        (WRENBECK, 2, "mastodon", "wrenbeck@harrowmere.example ", "again", "active"),
        (ST_ORRINS, 0, "youtube", "UCwrenbeck", "", "dormant"),
    ]

    def make(connection):
        config = migrating.migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        empty = dict.fromkeys(SCHOOLS.c.keys(), "")
        for school in (WRENBECK, ST_ORRINS):
            known = {"id": school, "watched": True, "saved_at": NOW}
            connection.execute(insert(SCHOOLS).values({**empty, **known}))
        names = ("school_id", "position", "platform", "handle", "display_name", "status")
        connection.execute(insert(OLD), [dict(zip(names, row, strict=True)) for row in rows])

    place.write(make)
    place.close()
    return empty_url


def test_accounts_move_into_the_register_and_are_due(old_url):
    migrating.upgrade(old_url)
    store = store_at(old_url)

    assert store.accounts.register([WRENBECK, ST_ORRINS]) == (
        Account(ST_ORRINS, "youtube", "UCwrenbeck", status=AccountStatus.DORMANT),
        Account(
            WRENBECK,
            "Mastodon",
            "@Wrenbeck@harrowmere.example",
            display_name="Wrenbeck",
            status=AccountStatus.CLOSED,
        ),
        Account(WRENBECK, "youtube", "UCwrenbeck"),
    )
    files = claim(store.accounts, NOW)
    assert {file.next_check_at for file in files} == {NOW}
    assert len(files) == 3
    store.close()


def test_the_order_of_a_schools_accounts_and_their_names_outlive_the_upgrade(old_url):
    migrating.upgrade(old_url)
    store = store_at(old_url)
    accounts = (
        OfficialAccount("youtube", "UCwrenbeck"),
        OfficialAccount("mastodon", "@wrenbeck@harrowmere.example"),
    )
    school = School(WRENBECK, "Wrenbeck", "Harrowmere", accounts=accounts)

    store.save_schools([school], now=NOW + DAY)

    (kept,) = store.schools()
    assert [each.handle for each in kept.accounts] == ["UCwrenbeck", "@Wrenbeck@harrowmere.example"]
    store.close()


def test_the_old_table_is_gone(old_url):
    migrating.upgrade(old_url)
    place = database(old_url)

    names = place.read(lambda c: inspect(c).get_table_names())

    place.close()
    assert "official_accounts" not in names
    assert {"accounts", "account_findings", "lookalikes"} <= set(names)
