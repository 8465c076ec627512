"""What every table is made of: metadata, naming, moments, durations and row numbers."""

from datetime import UTC, datetime, timedelta
from enum import Enum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A primary key that counts by itself on both databases."""

_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime.

    Raises:
        ValueError: a naive datetime, which would be another moment on another machine.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, because SQLite keeps the digits and drops the zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone; the store takes aware UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC, whatever the database's session zone."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Duration(TypeDecorator[timedelta]):
    """A timedelta as whole microseconds: exact, and the same on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Microseconds."""
        del dialect
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """The timedelta."""
        del dialect
        return None if value is None else timedelta(microseconds=value)


def storable(value: str) -> str:
    """The value without what PostgreSQL or UTF-8 cannot hold: NUL and lone surrogates.

    Posts are hostile input; one such character must not keep a whole poll from being recorded.
    """
    if "\0" in value:
        value = value.replace("\0", "")
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode(errors="replace").decode()
    return value


class Words(TypeDecorator[str]):
    """A text that may come from a post; stored as `storable` leaves it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What both databases can hold."""
        del dialect
        return None if value is None else storable(value)


def row_number() -> Column[int]:
    """The table's own counting key."""
    return Column("id", ROW_NUMBER, primary_key=True)


def text(name: str, *, nullable: bool = False) -> Column[str]:
    """A text; empty rather than null unless null means something."""
    return Column(name, Words, nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    """An aware UTC datetime."""
    return Column(name, Moment, nullable=nullable)


def points_at(name: str, target: str, *, cascade: bool = False) -> Column[int]:
    """A reference to a counting key; `cascade` deletes this row with its target."""
    return Column(
        name,
        ROW_NUMBER,
        ForeignKey(target, ondelete="CASCADE" if cascade else None),
        nullable=False,
    )


def one_of(column: str, words: type[Enum]) -> CheckConstraint:
    """Only the enum's values may stand in the column."""
    values = ", ".join(repr(word.value) for word in words)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def together(one: str, other: str) -> CheckConstraint:
    """Who and until when are set together or not at all."""
    return CheckConstraint(f"({one} IS NULL) = ({other} IS NULL)", name=f"{one}_with_{other}")
