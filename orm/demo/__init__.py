"""The demonstration: an invented town on loopback, watched by the real house."""
