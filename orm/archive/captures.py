"""A fetch of ours as WARC records, one gzip member each (ISO 28500; read by any WARC viewer).

For every hop a request and a response, then one metadata record with what HTTP does not say: the
address that was connected to, the certificate, and what was left out of the body. The same capture
always gives the same bytes.
"""

import hashlib
import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from orm.archive.texts import Words
from orm.model.evidence import Capture, Hop

# The body is kept unpacked and whole: these no longer describe it.
_UNTRUE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_SECRET = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie", "set-cookie2"})


def warc_of(capture: Capture, words: Words) -> bytes:
    """The records of a capture, whose body is `words`."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    seed = hashlib.sha256(
        json.dumps([asdict(hop) for hop in capture.hops], default=str).encode() + words.body
    ).hexdigest()
    last = len(capture.hops) - 1
    for place, hop in enumerate(capture.hops):
        identities = _Identities(seed, place)
        body = words.body if place == last else b""
        _response(writer, hop, body, identities)
        _request(writer, hop, identities)
    _told(writer, capture.hops, words, seed)
    return out.getvalue()


class _Identities:
    """Names of records, the same for the same capture."""

    def __init__(self, seed: str, place: int) -> None:
        self.response = _identity(seed, f"{place} response")
        self.request = _identity(seed, f"{place} request")


def _response(writer: WARCWriter, hop: Hop, body: bytes, identities: _Identities) -> None:
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _UNTRUE else name, _ascii(value))
        for name, value in hop.headers
        if name.lower() not in _SECRET
    ]
    head = StatusAndHeaders(
        f"{hop.status} {_phrase(hop.status)}".strip(),
        [*headers, ("Content-Length", str(len(body)))],
        protocol="HTTP/1.1",
    )
    named = {"WARC-Record-ID": identities.response, "WARC-Date": _date(hop.at)}
    if hop.address:
        named["WARC-IP-Address"] = hop.address
    record = writer.create_warc_record(
        _ascii(hop.url),
        "response",
        payload=BytesIO(body),
        length=len(body),
        warc_headers_dict=named,
        http_headers=head,
    )
    writer.write_record(record)


def _request(writer: WARCWriter, hop: Hop, identities: _Identities) -> None:
    parts = urlsplit(hop.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = [(name, _ascii(value)) for name, value in hop.sent if name.lower() not in _SECRET]
    head = StatusAndHeaders(
        f"GET {_ascii(target)} HTTP/1.1",
        [("Host", _ascii(parts.netloc)), *sent],
        is_http_request=True,
    )
    record = writer.create_warc_record(
        _ascii(hop.url),
        "request",
        payload=BytesIO(b""),
        length=0,
        warc_headers_dict={
            "WARC-Record-ID": identities.request,
            "WARC-Date": _date(hop.at),
            "WARC-Concurrent-To": identities.response,
        },
        http_headers=head,
    )
    writer.write_record(record)


def _told(writer: WARCWriter, hops: Sequence[Hop], words: Words, seed: str) -> None:
    told = {
        "left_out_of_the_body": words.left_out,
        "hops": [
            {
                "url": hop.url,
                "asked_at": _date(hop.at),
                "status": hop.status,
                "address": hop.address,
                "certificate_sha256": fingerprint_of(hop.certificate),
                "certificate": hop.certificate,
            }
            for hop in hops
        ],
    }
    content = json.dumps(told, indent=1).encode()
    record = writer.create_warc_record(
        _ascii(hops[-1].url),
        "metadata",
        payload=BytesIO(content),
        length=len(content),
        warc_content_type="application/json",
        warc_headers_dict={
            "WARC-Record-ID": _identity(seed, "metadata"),
            "WARC-Date": _date(hops[-1].at),
        },
    )
    writer.write_record(record)


def fingerprint_of(certificate: str) -> str:
    """SHA-256 hex of a PEM certificate's own bytes, as browsers show it; empty without one."""
    lines = [line for line in certificate.splitlines() if line and not line.startswith("-----")]
    return hashlib.sha256(b64decode("".join(lines))).hexdigest() if lines else ""


def _identity(seed: str, name: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'orm-evidence:{seed}:{name}')}>"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _ascii(text: str) -> str:
    """One line of ASCII: what a header cannot hold is written as an escape."""
    flat = "".join(c if c.isprintable() else " " for c in text)
    return flat.encode("ascii", "backslashreplace").decode("ascii")
