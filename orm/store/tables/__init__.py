"""The tables, by room. Migrations make them; a test compares the two."""
