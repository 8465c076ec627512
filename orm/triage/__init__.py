"""Triage: what the written policy says of a mention. Pure; a person decides every outward step."""
