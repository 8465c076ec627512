"""What a person can see, in plain words and as values; no rule of the policy is made here."""
