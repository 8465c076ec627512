"""Online reputation monitoring (ORM): what the public web says about a UK school.

::

    config.toml + school register ──► wiring ──► schedule (heartbeat)                people
                                                     │                                  │
      source.plan ─► fetch ─► source.parse ─► match ─► sentiment ─► triage ─► store    desk
        (pure)      (edge)      (pure)        (pure)    (pure)      (pure)   (edge)     │
                                                                               │      cases
                                    digest · letters · packs (pure) ◄──────────┴────────┘
                                                     │
                                              outbox ─► mail / alert (edges)

Values move right and down, imports point down, nothing points back.
"""
