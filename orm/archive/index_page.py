"""The page that a reader of a package opens first: what each file is and how to check it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from string import Template

from orm.model.evidence import CustodyLine, Entry, Handling, Holding

SIGNED = (
    "openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in {book}.head"
    " -sigfile {book}.sig"
)
CHECKS = (
    ("No file was changed since it was packed", "sha256sum -c SHA256SUMS"),
    ("The list of exhibits was signed with the school's key", SIGNED.format(book="manifest")),
    ("The list is the one that was signed", "sha256sum -c manifest.head"),
)
CUSTODY_CHECKS = (
    ("The custody log was signed with the same key", SIGNED.format(book="custody")),
    ("The log is the one that was signed", "sha256sum -c custody.head"),
)
WARC_CHECK = "warcio check exhibits/{file}"

_DONE = {Handling.VIEWED: "looked at the list", Handling.EXPORTED: "exported this package"}

_PAGE = Template("""\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Evidence of case $ref</title>
<style>
body { font: 16px/1.5 Georgia, serif; color: #111; background: #fff; max-width: 60em; margin: 2em auto; padding: 0 1em; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; }
th, td { border: 1px solid #767676; padding: .35em .5em; text-align: left; vertical-align: top; }
code, pre { font: 13px/1.4 ui-monospace, Consolas, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { border: 1px solid #767676; padding: .6em; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>Evidence of case $ref</h1>
<p>This package holds what the school's monitoring program, orm, kept of one case: text only, never a
picture, a sound or a film. All times are UTC. Nothing on this page needs the internet.</p>
<h2>What is in it</h2>
<table>
<thead><tr><th scope="col">No.</th><th scope="col">Kept at</th><th scope="col">File</th>
<th scope="col">What it is</th><th scope="col">SHA-256</th></tr></thead>
<tbody>
$exhibits
</tbody>
</table>
<p>Each entry of <code>manifest.jsonl</code> also carries the hash of the entry before it (the chain), so that none can
be changed, taken out or moved without a trace. The chain ends with <code>$head</code>.</p>
<h2>Who has handled it</h2>
$custody
<h2>How to check it</h2>
<p>Unpack the package, open a terminal in its folder, and run these. No program of the school is needed.</p>
<table>
<thead><tr><th scope="col">What it shows</th><th scope="col">Command</th></tr></thead>
<tbody>
$checks
</tbody>
</table>
<p>Each <code>sha256sum</code> prints OK for every file, each <code>openssl</code> prints
&ldquo;Signature Verified Successfully&rdquo;. The signature shows that the list is the one that the holder of the key
signed; ask the school, by telephone or letter, to read out its public key and compare it with this one:</p>
<pre>$key</pre>
<p>Files that end in <code>.warc.gz</code> are web pages as they were fetched, with the question, the answer, the
address and the certificate of the server. Any WARC viewer opens them. Files that end in <code>.json</code> are
text and open in any editor.</p>
</body>
</html>
""")


def index_page(holding: Holding, *, public_key: str) -> str:
    """The page, without a script and without anything from elsewhere; every value is escaped."""
    standing = {entry.seq for entry in holding.standing}
    return _PAGE.substitute(
        ref=escape(holding.ref),
        exhibits="\n".join(_row(each, there=each.seq in standing) for each in holding.entries),
        head=escape(holding.entries[-1].hash if holding.entries else ""),
        custody=_custody(holding.custody),
        checks="\n".join(_checks(holding)),
        key=escape(public_key),
    )


def _row(entry: Entry, *, there: bool) -> str:
    if there:
        file = f"<code>exhibits/{escape(entry.file)}</code>, {entry.size:,} bytes"
    else:
        file = "deleted later" if entry.file else "&ndash;"
    return (
        f"<tr><td>{entry.seq}</td><td>{_moment(entry.at)}</td><td>{file}</td>"
        f"<td>{escape(entry.what)}</td><td><code>{escape(entry.sha256)}</code></td></tr>"
    )


def _custody(lines: Sequence[CustodyLine]) -> str:
    if not lines:
        return "<p>Nobody has opened or exported it.</p>"
    rows = "\n".join(
        f"<tr><td>{line.seq}</td><td>{_moment(line.at)}</td><td>{escape(line.who)}</td>"
        f"<td>{_DONE[line.action]}</td><td>{escape(line.why)}</td></tr>"
        for line in lines
    )
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("No.", "When", "Who", "Did what", "Why")
    )
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _checks(holding: Holding) -> Iterable[str]:
    pages = [entry.file for entry in holding.standing if entry.file.endswith(".warc.gz")]
    shown = (
        *CHECKS,
        *(CUSTODY_CHECKS if holding.custody else ()),
        *(("The page was written whole", WARC_CHECK.format(file=file)) for file in pages),
    )
    for what, command in shown:
        yield f"<tr><td>{escape(what)}</td><td><code>{escape(command)}</code></td></tr>"


def _moment(at: datetime) -> str:
    utc = at.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M:%S}"
