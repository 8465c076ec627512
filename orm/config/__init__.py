"""config.toml: its shape, the checks on it, and the values the rest of the house receives."""
