"""Cases: when one opens, what it is called, who must be told, and its unbroken record. Pure."""
