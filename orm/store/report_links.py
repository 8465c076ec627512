"""The links under which staff report posts: made, replaced and ended, each with an audit line."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from orm.model.entry import AuditLine
from orm.model.report_links import ReportLink
from orm.model.schools import ContactId, SchoolId
from orm.store.auditing import note
from orm.store.dialect import replace_rows
from orm.store.engine import Database
from orm.store.tables.report_links import REPORT_LINKS

MADE = "report-link-made"
ENDED = "report-link-ended"
"""The audit actions; their subject is the school. The token is in no line."""


class SqlReportLinks:
    """`orm.ports.ReportLinks` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, school_id: SchoolId) -> ReportLink | None:
        """A school's link; None while there is none."""
        return self._database.read(lambda c: _one(c, REPORT_LINKS.c.school_id == school_id))

    def find(self, token: str) -> ReportLink | None:
        """The link with this token; None when there is none, or it was replaced."""
        return self._database.read(lambda c: _one(c, REPORT_LINKS.c.token == token))

    def make(self, link: ReportLink) -> None:
        """Make it the school's only link; an earlier one is dead from now on."""
        self._database.write(lambda c: _make(c, link))

    def end(self, school_id: SchoolId, *, by: ContactId, now: datetime) -> None:
        """Let the school have none."""
        self._database.write(lambda c: _end(c, school_id, by=by, now=now))


def _one(connection: Connection, which: ColumnElement[bool]) -> ReportLink | None:
    row = connection.execute(select(REPORT_LINKS).where(which)).mappings().first()
    if row is None:
        return None
    return ReportLink(SchoolId(row["school_id"]), row["token"], ContactId(row["by"]), row["at"])


def _make(connection: Connection, link: ReportLink) -> None:
    row = {"school_id": link.school_id, "token": link.token, "by": link.by, "at": link.at}
    replace_rows(connection, REPORT_LINKS, [row], keys=["school_id"])
    note(connection, AuditLine(link.at, link.by, MADE, link.school_id, link.school_id))


def _end(connection: Connection, school_id: SchoolId, *, by: ContactId, now: datetime) -> None:
    gone = delete(REPORT_LINKS).where(REPORT_LINKS.c.school_id == school_id)
    if connection.execute(gone).rowcount:
        note(connection, AuditLine(now, by, ENDED, school_id, school_id))
