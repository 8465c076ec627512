"""The register of official accounts, and what their checks found."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from orm.model.accounts import Account, AccountFile, AccountId, FindingId, Round, SettledBy
from orm.model.schools import ContactId, SchoolId
from orm.store import account_entries, account_files, account_rounds
from orm.store.engine import Database


class SqlAccounts:
    """`orm.ports.Accounts` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enter(
        self, accounts: Sequence[Account], *, by: ContactId | None, now: datetime
    ) -> tuple[AccountId, ...]:
        """Put accounts into the register, or make those with the same school, platform and handle
        equal to these; their numbers in the given order.
        """
        return self._database.write(lambda c: account_entries.enter(c, accounts, by=by, now=now))

    def change(
        self, account_id: AccountId, account: Account, *, by: ContactId, now: datetime
    ) -> None:
        """Make an account of `account.school_id` equal to this one.

        Raises:
            Conflict: the school has no such account, or another one with this handle.
        """
        self._database.write(
            lambda c: account_entries.change(c, account_id, account, by=by, now=now)
        )

    def register(self, school_ids: Iterable[SchoolId]) -> tuple[Account, ...]:
        """Every account of these schools, by school, platform and handle."""
        wanted = tuple(school_ids)
        return self._database.read(lambda c: account_files.register(c, wanted))

    def files(self, school_ids: Iterable[SchoolId]) -> tuple[AccountFile, ...]:
        """The same with what is known of each and what its last checks came to."""
        wanted = tuple(school_ids)
        return self._database.read(lambda c: account_files.files(c, wanted))

    def file(self, account_id: AccountId) -> AccountFile | None:
        """One of them."""
        return self._database.read(lambda c: account_files.file(c, account_id))

    def claim(
        self, *, now: datetime, worker: str, lease: timedelta, limit: int
    ) -> tuple[AccountFile, ...]:
        """Take due accounts of watched schools by compare-and-swap, closed ones too."""
        return self._database.write(
            lambda c: account_rounds.claim(c, now=now, worker=worker, lease=lease, limit=limit)
        )

    def hasten(self, account_ids: Iterable[AccountId], *, now: datetime) -> None:
        """Make these due now; of a check that is under way nothing is written."""
        wanted = tuple(account_ids)
        self._database.write(lambda c: account_rounds.hasten(c, wanted, now=now))

    def record(self, rounds: Sequence[Round], *, worker: str) -> int:
        """Write what checks came to, and let go of the claims; how many."""
        return self._database.write(lambda c: account_rounds.record(c, rounds, worker=worker))

    def settle(self, finding_id: FindingId, settled: SettledBy) -> None:
        """Keep a person's word on a finding.

        Raises:
            Conflict: it is no finding any more, or somebody settled it first.
        """
        self._database.write(lambda c: account_rounds.settle(c, finding_id, settled))

    def accept(self, account_id: AccountId, *, by: ContactId, now: datetime) -> None:
        """What the account is now is what it is to be; the next check, due now, remembers it.

        Raises:
            Conflict: there is no such account.
        """
        self._database.write(lambda c: account_rounds.accept(c, account_id, by=by, now=now))
