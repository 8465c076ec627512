"""Reading the register of official accounts, with what is known of each."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, select

from orm.model.accounts import Account, AccountFile, AccountId, Check, Finding
from orm.model.schools import AccountStatus, OfficialAccount, SchoolId
from orm.store.account_codec import account_of, finding_of, known_of
from orm.store.dialect import chunks
from orm.store.tables.accounts import ACCOUNT_FINDINGS, ACCOUNTS

_ORDER = tuple(Check)


def register(connection: Connection, school_ids: Iterable[SchoolId]) -> tuple[Account, ...]:
    """Every account of these schools, by school, platform and handle."""
    return tuple(account_of(row) for row in _rows(connection, school_ids))


def files(connection: Connection, school_ids: Iterable[SchoolId]) -> tuple[AccountFile, ...]:
    """The same with what is known of each."""
    return files_of(connection, _rows(connection, school_ids))


def file(connection: Connection, account_id: AccountId) -> AccountFile | None:
    """One of them; None when there is none of this number."""
    query = select(ACCOUNTS).where(ACCOUNTS.c.id == account_id)
    found = files_of(connection, connection.execute(query).mappings().all())
    return found[0] if found else None


def files_of(connection: Connection, rows: Sequence[RowMapping]) -> tuple[AccountFile, ...]:
    """The files of these rows of `accounts`, in their order."""
    findings: dict[int, list[Finding]] = {}
    for chunk in chunks(row["id"] for row in rows):
        query = select(ACCOUNT_FINDINGS).where(ACCOUNT_FINDINGS.c.account_id.in_(chunk))
        for row in connection.execute(query).mappings():
            findings.setdefault(row["account_id"], []).append(finding_of(row))
    return tuple(
        AccountFile(
            id=AccountId(row["id"]),
            account=account_of(row),
            known=known_of(row),
            findings=tuple(sorted(findings.get(row["id"], ()), key=_place)),
            checked_at=row["checked_at"],
            next_check_at=row["next_check_at"],
        )
        for row in rows
    )


def official_accounts(connection: Connection) -> dict[str, list[OfficialAccount]]:
    """What matching needs of every account, by school, in the order in which they were entered."""
    columns = ("school_id", "platform", "handle", "display_name", "status")
    found: dict[str, list[OfficialAccount]] = {}
    query = select(*(ACCOUNTS.c[name] for name in columns)).order_by(ACCOUNTS.c.id)
    for row in connection.execute(query):
        account = OfficialAccount(
            platform=row.platform,
            handle=row.handle,
            display_name=row.display_name,
            status=AccountStatus(row.status),
        )
        found.setdefault(row.school_id, []).append(account)
    return found


def _rows(connection: Connection, school_ids: Iterable[SchoolId]) -> list[RowMapping]:
    """Sorted here: the two databases do not put texts in the same order."""
    found: list[RowMapping] = []
    for chunk in chunks(sorted(set(school_ids))):
        theirs: ColumnElement[bool] = ACCOUNTS.c.school_id.in_(chunk)
        found += connection.execute(select(ACCOUNTS).where(theirs)).mappings().all()
    return sorted(found, key=lambda row: (row["school_id"], row["platform"], row["handle"]))


def _place(finding: Finding) -> tuple[int, str]:
    return _ORDER.index(finding.checked.check), finding.checked.key
