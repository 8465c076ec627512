"""The desk in a browser: pages that read and press, and hold no rule of the policy."""
