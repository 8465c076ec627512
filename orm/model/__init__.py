"""The nouns: frozen values that move through the flow. Datetimes are aware UTC."""
