"""The commands of `utdrag`, one a file."""
