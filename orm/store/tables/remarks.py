"""Thanks that were passed on, and what people said of articles."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from orm.model.remarks import ThanksWay
from orm.model.steps import Checked
from orm.store.tables.columns import METADATA, moment, one_of, points_at, row_number, text

THANKS = Table(
    "thanks",
    METADATA,
    row_number(),
    points_at("item_id", "items.id", cascade=True),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("by"),
    text("role"),
    text("way"),
    text("sent_to"),
    moment("at"),
    UniqueConstraint("item_id", "school_id"),
    one_of("way", ThanksWay),
    CheckConstraint("(way = 'letter') = (sent_to <> '')", name="letter_has_reader"),
)
"""Once for an item and a school, whatever its versions and numbers."""

Index("ix_thanks_school", THANKS.c.school_id, THANKS.c.at)

NEWS_CHECKS = Table(
    "news_checks",
    METADATA,
    row_number(),
    points_at("item_id", "items.id", cascade=True),
    Column("school_id", Text, ForeignKey("schools.id"), nullable=False),
    text("word"),
    text("by"),
    text("role"),
    text("reason"),
    moment("at"),
    one_of("word", Checked),
)
"""Append-only; the latest of an item and a school counts."""

Index("ix_news_checks_item", NEWS_CHECKS.c.item_id, NEWS_CHECKS.c.school_id)
