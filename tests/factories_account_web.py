"""A small web for account checks: what answers at each address, and every request that was made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from orm.errors import SourceError, Unreachable
from orm.model.polls import NotModified, Request, Response, Validators
from tests.factories_accounts import NOW

Page = str | bytes | SourceError | tuple[int, str]


@dataclass
class Web:
    """An address that is not here does not answer."""

    pages: Mapping[str, Page]
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: Request, validators: Validators) -> Response | NotModified:
        self.asked.append(request.url)
        found = next((self.pages[url] for url in self.pages if request.url.startswith(url)), None)
        if found is None:
            raise Unreachable(f"nobody answers at {request.url}")
        if isinstance(found, SourceError):
            raise found
        status, body = found if isinstance(found, tuple) else (200, found)
        return Response(
            request=request,
            url=request.url,
            status=status,
            body=body if isinstance(body, bytes) else body.encode(),
            fetched_at=NOW,
            validators=validators,
        )


def page(*links: tuple[str, str], text: str = "Welcome to our school") -> str:
    """A page of a website with these links."""
    listed = "".join(f'<a href="{address}">{words}</a> ' for words, address in links)
    return f"<html><body><h1>{text}</h1>{listed}</body></html>"


def actors(*found: tuple[str, str, str]) -> str:
    """Bluesky's answer to a search: (handle, name, description) of each account."""
    listed = [
        {
            "did": f"did:plc:{place:024}",
            "handle": handle,
            "displayName": name,
            "description": description,
        }
        for place, (handle, name, description) in enumerate(found)
    ]
    return json.dumps({"actors": listed})
