"""Evidence on disk: the only room that writes WARC records and that signs.

::

    folder ─► books      manifest and custody log: chained lines under one signature
       ├────► exhibits   from a record, pointer, capture or paper to the bytes of a file
       │         └───► captures   WARC records, text only
       ├────► signing    the installation's key
       ├────► checking   what does not hold, one sentence each
       ├────► handing_over ─► index_page   one zip for a third party
       └────► disk       whole files or none, for their owner only

A case is a folder: `manifest.jsonl`, `custody.jsonl` and `exhibits/`. A book is replaced as a whole
and carries its signature, so that replacing it is the moment at which an exhibit is kept.
`orm.archive.folder.EvidenceFolder` is the `orm.ports.Archive` of the house.
"""
