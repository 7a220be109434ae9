"""The commands of `utdrag`, one room a file."""
