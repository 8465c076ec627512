"""The door to the network: the only importer of httpx and httpcore.

::

    fetcher ─► redirects   every hop is checked anew
       ├─────► robots      may we, and how often
       └─────► exchange    one GET
                  ├──► turns     one at a time per domain, with pauses
                  ├──► connect   to a checked address, within a deadline
                  └──► body      capped, no media

`orm.http.fetcher.Fetcher` is the `orm.ports.Fetch` of the house and
`orm.http.openid.OpenIdDoor` is people's way in by a provider, and
`orm.http.domains.registrable_domain` names the domain that politeness counts by.
One connection serves one GET: an address is checked every time it is used, and no cookie,
session or log of addresses can outlive the exchange (httpx.Client keeps all three, so only its
URL is used here).
"""
