"""Keys to the read-only interface."""

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint

from orm.store.tables.columns import METADATA, moment, row_number, text

API_TOKENS = Table(
    "api_tokens",
    METADATA,
    row_number(),
    Column("digest", Text, nullable=False),
    text("name"),
    text("grants"),
    text("made_by"),
    moment("made_at"),
    moment("expires_at"),
    moment("ended_at", nullable=True),
    moment("used_at", nullable=True),
    UniqueConstraint("digest"),
)
"""`digest` is SHA-256 of the token, which is kept nowhere; `grants` has spaces between them."""

API_TOKEN_SCHOOLS = Table(
    "api_token_schools",
    METADATA,
    Column("token_id", ForeignKey("api_tokens.id"), primary_key=True),
    Column("school_id", Text, ForeignKey("schools.id"), primary_key=True),
)
