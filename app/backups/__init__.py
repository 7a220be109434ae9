"""Backups: one folder that holds everything but the master key, and the proof that it does."""
