"""What was learned from labelled posts, beside the rules: a linear judge (training/README.md). Pure."""
