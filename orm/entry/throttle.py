"""How fast passwords and codes may be tried. Nobody is ever locked out for good.

A try is counted before anything is looked at, so that many at once get no more than one after the
other, and it is counted for whatever address was typed, whether or not anybody has it.

- A browser that has entered the account before (it shows a proof), or an address (IPv4, or an IPv6
  /64) from which the account was entered in the last 90 days, has a count of its own: 5 failures are
  free, then the next try waits 30 seconds, doubling to an hour. Nothing that is tried elsewhere
  slows it, and nothing that is tried on other accounts.
- Anybody else counts three times. The account from this address: 5 free, then 30 seconds, doubling
  to an hour. The account from all unknown addresses together: 20 free, then a minute, doubling to
  15 minutes. The address over all accounts: 30 free, then a minute, doubling to an hour.
- A try during a wait is refused unseen, and does not make the wait longer.
- A success wipes the own count and takes its try back from the others, so that neither a success on
  another account nor the owner's own sign-in helps whoever goes on guessing.
- A count is forgotten 24 hours after its last try, and when the clock was more than its longest
  wait ahead.
- A link to choose a password is not throttled here; the browser that used it is known afterwards.
  So the owner of an account comes in, whoever fails from wherever, even from the same address.
- A link is sent by request at most once in 10 minutes for one person, so that a stranger who keeps
  asking leaves each link 10 minutes to be used; each request counts for the address that asks.

Guesses that this leaves: about 5 and then one an hour from one address, about 20 and then 4 an hour
from all the world, each of a password of 12 characters and a code.
"""

from datetime import timedelta

from orm.entry.keys import Keys, plain_email, site
from orm.model.entry import Limit, Meter

_SECOND, _MINUTE, _HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

OWN = Limit(free=5, first=30 * _SECOND, longest=_HOUR)
ACCOUNT = Limit(free=20, first=_MINUTE, longest=15 * _MINUTE)
ADDRESS = Limit(free=30, first=_MINUTE, longest=_HOUR)

KNOWN_FOR = timedelta(days=90)
BETWEEN_LINKS = timedelta(minutes=10)


def meters(keys: Keys, *, email: str, address: str, browser: str, known: bool) -> tuple[Meter, ...]:
    """The counts of one try. `browser` is the number of a known browser, or empty."""
    account = plain_email(email)
    if browser:
        return (Meter(keys.meter("browser", account, browser), OWN, own=True),)
    own = Meter(keys.meter("pair", account, site(address)), OWN, own=True)
    if known:
        return (own,)
    return (own, Meter(keys.meter("account", account), ACCOUNT), *asking(keys, address=address))


def asking(keys: Keys, *, address: str) -> tuple[Meter, ...]:
    """The count of an address, whatever it asks for."""
    return (Meter(keys.meter("address", site(address)), ADDRESS),)
