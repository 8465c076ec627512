"""What people did with accounts and look-alikes, as the desk's Audit page says it."""

from dataclasses import replace
from datetime import timedelta

from orm.model.lookalikes import Verdict
from orm.model.schools import AccountStatus, OfficialAccount, Role
from orm.model.sight import Sight
from orm.reading.audit import Asked, audit_page, names_of
from tests.factories_account_store import BARE, COMMS, DONE, FULL, SCORED, SILENT, check_all
from tests.factories_store import NOW, SCHOOLS, WRENBECK


def told(store):
    """The sentences of the page, oldest first."""
    sight = Sight(frozenset({WRENBECK}), frozenset({Role.HEADTEACHER}))
    now = NOW + timedelta(days=2)
    page = audit_page(store.shelf, sight, names_of((), SCHOOLS), Asked(), whole=False, now=now)
    return [f"{row.who} {row.did} {row.subject}".strip() for row in reversed(page.rows)]


def test_every_step_reads_as_a_sentence(store):
    school = replace(SCHOOLS[0], accounts=(OfficialAccount("x", "@wrenbeck"),))
    store.save_schools([school], now=NOW)
    (number,) = store.accounts.enter([FULL], by=COMMS, now=NOW)
    check_all(store.accounts, SILENT)
    store.accounts.settle(store.accounts.file(number).findings[0].id, DONE)
    store.accounts.change(number, replace(FULL, purpose=""), by=COMMS, now=NOW)
    store.accounts.accept(number, by=COMMS, now=NOW)
    closed = replace(FULL, purpose="", status=AccountStatus.CLOSED)
    store.accounts.change(number, closed, by=COMMS, now=NOW)
    store.lookalikes.record(WRENBECK, [SCORED], now=NOW)
    store.lookalikes.judge(store.lookalikes.of([WRENBECK])[0].id, Verdict.INNOCENT, DONE)

    who = "comms (no longer on the list)"
    account = "bluesky @wrenbeck.example"
    assert told(store) == [
        "The configuration put into the register of accounts: x @wrenbeck",
        f"{who} put into the register of accounts: {account}",
        f"{who} settled a finding about the account {account}",
        f"{who} changed in the register of accounts: {account}",
        f"{who} looked at the account and accepted it as it is: {account}",
        f"{who} marked as closed in the register of accounts: {account}",
        f"{who} judged what could be mistaken for the school: bluesky @wrenbeckprimary.example",
    ]


def test_another_school_reads_none_of_it(store):
    store.accounts.enter([BARE], by=COMMS, now=NOW)
    sight = Sight(frozenset({SCHOOLS[1].id}), frozenset({Role.HEADTEACHER}))

    page = audit_page(store.shelf, sight, names_of((), SCHOOLS), Asked(), whole=False, now=NOW)

    assert page.rows == ()
