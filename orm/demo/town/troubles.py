"""What goes wrong in the town, and when: the one list of the demo's planned mishaps."""

from datetime import time

from orm.demo.town.moments import Spell
from orm.demo.town.posts import When

CHAT_IS_BUSY = Spell(When(9, time(1)), When(9, time(15)))
"""The forum answers 429 with Retry-After: 120, long enough for a reader that comes thrice a day."""

GDELT_IS_BUSY = Spell(When(3, time(5)), When(3, time(11)))
"""The index answers its throttle sentence with status 200, as it does in the wild."""

GDELT_REFUSES = Spell(When(17, time(5)), When(17, time(11)))
"""The same sentence with status 429."""

WESTMARCH_IS_DOWN = Spell(When(12, time(21)), When(13, time(9)))
"""The county paper's feed is a maintenance page with status 200."""

PARENTPOST_IS_NEW = When(14, time(9))
"""The review site moves St Orrin's page to a layout without JSON-LD, for good."""

OLDNEWS_IS_GONE = When(14, time(0))
"""The dead paper's feed turns from 404 into 410."""
