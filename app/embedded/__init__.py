"""A PostgreSQL of our own for a first look and for tests: nothing to install, nothing shared."""

from app.embedded.server import Server, postgres, running

__all__ = ["Server", "postgres", "running"]
