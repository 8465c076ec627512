"""Which accounts are a school's own, as matching, planning and letters know them."""

from collections.abc import Iterable
from dataclasses import replace

from orm.model.accounts import Account
from orm.model.schools import OfficialAccount, School


def with_accounts(school: School, register: Iterable[Account]) -> School:
    """The school with the accounts of the register; with those of its configuration while the
    register has none of it. A handle that was given up may be anybody's, so the two are not mixed.
    """
    theirs = tuple(
        OfficialAccount(each.platform, each.handle, each.display_name, each.status)
        for each in register
        if each.school_id == school.id
    )
    return replace(school, accounts=theirs) if theirs else school
