"""The register says which accounts are the school's; config.toml only starts it."""

from orm.accounts.official import with_accounts
from orm.model.accounts import Account
from orm.model.schools import AccountStatus, OfficialAccount, School, SchoolId

OLD = OfficialAccount("bluesky", "old.example")
WRENBECK = School(SchoolId("wrenbeck"), "Wrenbeck Primary School", "Harrowmere", accounts=(OLD,))
NEW = Account(WRENBECK.id, "bluesky", "new.example", "Wrenbeck", AccountStatus.DORMANT)


def test_a_handle_that_the_register_gave_up_is_not_ours_any_more():
    assert with_accounts(WRENBECK, [NEW]).accounts == (
        OfficialAccount("bluesky", "new.example", "Wrenbeck", AccountStatus.DORMANT),
    )


def test_before_the_register_has_anything_the_configuration_counts():
    theirs = Account(SchoolId("st-orrins"), "x", "st_orrins")

    assert with_accounts(WRENBECK, [theirs]) == WRENBECK
