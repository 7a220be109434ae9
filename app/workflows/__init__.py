"""The lifecycle of a case: a pure table, and the thin shell that moves cases through it."""
