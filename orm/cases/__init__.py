"""What may follow what on a case, and the record of it. Pure."""
