"""An invented town's web: what each site answers is a function of a simulated moment.

``posts`` (data) → ``moments`` (what is visible now) → one module per site → ``town`` (which site)
→ ``answers`` (ETag, 304, gzip) → ``server`` (loopback). Nothing here reads a clock.
"""
