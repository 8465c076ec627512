"""What letters of this house may say: the desk, the contacts and the policy's helplines."""

import re
from collections.abc import Iterable

from orm.config.values import Config
from orm.leaks.licence import Licence, licence
from orm.triage.policy import Policy
from orm.triage.vocabulary import expand, words_of

_NEVER_QUOTED = ("insult-noun", "insult-adjective")
_EMAIL = re.compile(r"[\w.-]+@[\w-]+(?:\.[\w-]+)+")
_HOST = re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}(?:/\w+)?")
_PHONE = re.compile(r"\b0[\d ]{8,}\d")


def letter_licence(config: Config, policy: Policy, phrases: Iterable[str]) -> Licence:
    """`phrases` are the fixed words of letters; addresses and numbers come from the two others."""
    how = " ".join(authority.how for authority in policy.authorities)
    return licence(
        phrases,
        desk=config.digest.desk_url,
        hosts=_HOST.findall(how),
        emails=[*(contact.email for contact in config.contacts), *_EMAIL.findall(how)],
        phones=_PHONE.findall(how),
        abuse=[
            phrase
            for name in _NEVER_QUOTED
            for entry in words_of(policy.lists[name])
            for phrase in expand(entry)
        ],
    )
