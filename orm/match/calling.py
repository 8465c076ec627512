"""What a school is called, without the words that all schools share."""

from orm.match.aliases import Strength, aliases, core_of
from orm.model.schools import School


def called(school: School) -> tuple[str, ...]:
    """The bare names, nicknames, stated initials and handles of a school, folded, each once."""
    found: dict[str, None] = {}
    for alias in aliases(school, frozenset()):
        if alias.capitals:
            continue
        bare = core_of(alias.text) if alias.strength >= Strength.PART else alias.text
        found[bare or alias.text] = None
    return tuple(found)
