"""The command `orm`: each command asks the house for one thing and says what happened."""
