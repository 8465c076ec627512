"""The door to the network: the only importer of httpx and httpcore.

::

    Fetcher ─► redirects ─► robots ─► exchange ─► turns ─► connect
                (each hop is checked anew)    (one GET)   (one at a time per domain)   (checked, pinned address)

`orm.http.fetcher.Fetcher` is the `orm.ports.Fetch` of the house and
`orm.http.domains.registrable_domain` names the domain that politeness counts by.
One connection serves one GET: an address is checked every time it is used, and no cookie,
session or log of addresses can outlive the exchange (httpx.Client keeps all three, so only its
URL is used here).
"""
