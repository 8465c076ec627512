"""`make docs`: writes the generated pages of docs/ anew."""

from pathlib import Path

from tests.docs import configuration, contacts, policy, sources

PAGES = Path(__file__).parents[2] / "docs"

if __name__ == "__main__":
    configuration.write()
    policy.write()
    contacts.write()
    (PAGES / "sources.md").write_text(sources.render(), encoding="utf-8")
