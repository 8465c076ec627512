"""Keys to the read-only interface: made, found by their hash, used, ended."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, insert, or_, select, update

from orm.errors import NotAllowed
from orm.model.api_tokens import ApiToken, Grant, NewApiToken
from orm.model.schools import SchoolId
from orm.store.engine import Database
from orm.store.tables.api_tokens import API_TOKEN_SCHOOLS, API_TOKENS
from orm.store.tables.register import AUDIT

_A_USE = timedelta(hours=1)
"""A token's use is written down at most so often: a dashboard asks every minute."""


class SqlApiTokens:
    """`orm.ports.ApiTokens` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, new: NewApiToken) -> ApiToken:
        """Keep a new token."""
        return self._database.write(lambda c: _make(c, new))

    def find(self, digest: str) -> ApiToken | None:
        """The token with this hash, whether or not it works."""
        return self._database.read(lambda c: _one(c, digest=digest))

    def every(self) -> tuple[ApiToken, ...]:
        """All tokens, oldest first."""
        return self._database.read(_every)

    def used(self, token: ApiToken, *, now: datetime) -> None:
        """Somebody read something with it; written down once an hour at most."""
        if token.used_at is None or now - token.used_at >= _A_USE:
            self._database.write(lambda c: _used(c, token, now=now))

    def end(self, number: int, *, by: str, now: datetime) -> ApiToken:
        """Let nobody use it again. Raises NotAllowed: there is no such token, or it is ended."""
        return self._database.write(lambda c: _end(c, number, by=by, now=now))


def _make(connection: Connection, new: NewApiToken) -> ApiToken:
    row = {
        "digest": new.digest,
        "name": new.name,
        "grants": " ".join(sorted(new.grants)),
        "made_by": new.made_by,
        "made_at": new.made_at,
        "expires_at": new.expires_at,
    }
    number = connection.execute(insert(API_TOKENS).returning(API_TOKENS.c.id), row).scalar_one()
    schools = [{"token_id": number, "school_id": each} for each in sorted(new.schools)]
    connection.execute(insert(API_TOKEN_SCHOOLS), schools)
    made = _one(connection, digest=new.digest)
    if made is None:
        raise LookupError("a token that was just written is not there")
    _note(connection, "api-token-made", new.made_by, made, at=new.made_at)
    return made


def _every(connection: Connection) -> tuple[ApiToken, ...]:
    schools: dict[int, set[SchoolId]] = {}
    for row in connection.execute(select(API_TOKEN_SCHOOLS)):
        schools.setdefault(row.token_id, set()).add(SchoolId(row.school_id))
    query = select(API_TOKENS).order_by(API_TOKENS.c.id)
    return tuple(_token(row, schools.get(row.id, ())) for row in connection.execute(query))


def _one(connection: Connection, *, digest: str) -> ApiToken | None:
    row = connection.execute(select(API_TOKENS).where(API_TOKENS.c.digest == digest)).one_or_none()
    if row is None:
        return None
    query = select(API_TOKEN_SCHOOLS.c.school_id).where(API_TOKEN_SCHOOLS.c.token_id == row.id)
    return _token(row, map(SchoolId, connection.execute(query).scalars()))


def _used(connection: Connection, token: ApiToken, *, now: datetime) -> None:
    """Of two uses at once one writes the line."""
    late = or_(API_TOKENS.c.used_at.is_(None), API_TOKENS.c.used_at <= now - _A_USE)
    statement = update(API_TOKENS).where(API_TOKENS.c.id == token.number, late).values(used_at=now)
    if connection.execute(statement).rowcount:
        _note(connection, "api-token-used", f"token {token.number}", token, at=now)


def _end(connection: Connection, number: int, *, by: str, now: datetime) -> ApiToken:
    statement = (
        update(API_TOKENS)
        .where(API_TOKENS.c.id == number, API_TOKENS.c.ended_at.is_(None))
        .values(ended_at=now)
        .returning(API_TOKENS.c.digest)
    )
    digest = connection.execute(statement).scalar()
    ended = None if digest is None else _one(connection, digest=digest)
    if ended is None:
        raise NotAllowed(f"There is no token {number} that works; orm token list shows them all.")
    _note(connection, "api-token-ended", by, ended, at=now)
    return ended


def _note(
    connection: Connection, action: str, actor: str, token: ApiToken, *, at: datetime
) -> None:
    """One line per school, so that each school's administrator finds it."""
    lines = [
        {
            "at": at,
            "actor": actor,
            "action": action,
            "subject": f"api token {token.number}",
            "school_id": school,
            "detail": ", ".join(sorted(token.grants)),
        }
        for school in sorted(token.schools)
    ]
    connection.execute(insert(AUDIT), lines)


def _token(
    row: Row[tuple[int, str, str, str, str, datetime, datetime, datetime | None, datetime | None]],
    schools: Iterable[SchoolId],
) -> ApiToken:
    return ApiToken(
        number=row.id,
        name=row.name,
        grants=frozenset(map(Grant, row.grants.split())),
        schools=frozenset(schools),
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        used_at=row.used_at,
    )
