"""The first run: a small application that asks, step by step, and writes config.toml at the end."""
