"""What every answer tells the browser to refuse: scripts, frames, strangers, keeping a copy."""

from starlette.responses import Response

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
_OF_MAIL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    " frame-ancestors 'none'; base-uri 'none'; sandbox"
)
"""An e-mail's styles stand in its tags. In its sandbox nothing runs; a link of it may be followed."""

_HEADERS = {
    "content-security-policy": _POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
_ONE_YEAR = 31_536_000


def guarded(
    response: Response, *, is_https: bool, keep: bool = False, mail: bool = False
) -> Response:
    """The response with its guards. Only what is the same for everybody may be kept by a browser;
    `mail` is an e-mail's own page.
    """
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if mail:
        response.headers["content-security-policy"] = _OF_MAIL
    if not keep:
        response.headers["cache-control"] = "no-store"
    if is_https:
        response.headers["strict-transport-security"] = f"max-age={_ONE_YEAR}"
    return response
