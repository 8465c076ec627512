"""What is told beyond single cases, to whom and when, as pure rules."""
