"""The desk's own files: a style sheet and a mark. Nothing is loaded from anywhere else."""

from hashlib import sha256
from importlib import resources

from starlette.exceptions import HTTPException
from starlette.responses import Response

from orm.web.headers import guarded

STATIC = "/static/"
_MEDIA = {"css": "text/css", "svg": "image/svg+xml"}
_NAMES = ("desk.css", "mark.svg")
_FILES = {name: (resources.files("orm.web") / "static" / name).read_bytes() for name in _NAMES}
VERSION = sha256(b"".join(_FILES[name] for name in _NAMES)).hexdigest()[:12]
"""Changes when a file does: pages ask for each with it, so that a browser may keep them."""


def static_file(name: str) -> Response:
    """One of the desk's files.

    Raises:
        HTTPException: there is none of this name.
    """
    if name not in _FILES:
        raise HTTPException(404)
    response = Response(_FILES[name], media_type=_MEDIA[name.rpartition(".")[2]])
    response.headers["cache-control"] = "public, max-age=31536000, immutable"
    return guarded(response, is_https=False, keep=True)
