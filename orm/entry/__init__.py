"""The front door of the desk: who may come in, with what proof, and for how long."""
