"""Posts that people bring by hand, read into items: a form, a CSV file, a forwarded email. Pure."""
