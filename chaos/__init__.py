"""Kills the real programs at random moments under load, restarts them, and counts what came of it."""
