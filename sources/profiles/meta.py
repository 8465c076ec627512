"""Meta's nodes as accounts: a missing one is never told from one that the key may not see.

Facebook answers error 100 to both (contracts/social.md §16), so neither is an account that has gone.
"""

from orm.errors import Gone, Refused, Unreadable
from orm.model.polls import Response
from sources._parsing.graph import Listing, Service, read_listing, read_node, without_keys
from sources._parsing.results import json_object, part
from sources.profiles.asking import Versioned, base_of
from sources.profiles.reading import spoken

_PARAMETER = 100


def graph(options: Versioned) -> str:
    """The address of the interface with its version."""
    return f"{base_of(options.base_url)}/{options.version}"


def own_node(response: Response, service: Service) -> dict[str, object]:
    """The node that an answer is.

    Raises:
        SourceError: by Meta's error code, else by status; Refused for what is missing or may not be
            seen; Unreadable for anything that is no node.
    """
    answer = without_keys(response)
    spoken(answer, "error")
    try:
        return read_node(answer, service)
    except (Gone, Unreadable) as said:
        raise _unseen(answer, service, said) from said


def own_listing(response: Response, service: Service) -> Listing:
    """The list that an answer is.

    Raises:
        SourceError: as of a node.
    """
    answer = without_keys(response)
    spoken(answer, "error")
    try:
        return read_listing(answer, service)
    except (Gone, Unreadable) as said:
        raise _unseen(answer, service, said) from said


def _unseen(response: Response, service: Service, said: Gone | Unreadable) -> Refused | Unreadable:
    code = part(json_object(response), "error").get("code")
    if isinstance(said, Unreadable) and code != _PARAMETER:
        return said
    said_so = f" (error {code})" if isinstance(code, int) else ""
    return Refused(
        f"{service.name} does not show the account{said_so}: it is not there, or this key may not "
        "see it; somebody who runs the account looks whether it is there and, if so, "
        f"{_renewal(service)}"
    )


def _renewal(service: Service) -> str:
    return (
        service.renew.replace("make a new", "makes a new", 1)
        + f", then puts it into [sources.{service.source}] in config.toml"
    )
