"""Keys, sealed columns, tokens and the proofs that nobody rewrote history."""
