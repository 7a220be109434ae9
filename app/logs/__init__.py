"""Logs for people who operate the house; a processor refuses personal data before anything is written."""

from app.logs.access import AccessLog
from app.logs.guard import KEYS, configure
from app.logs.last import catch_the_rest
from app.logs.masks import masked

__all__ = ["KEYS", "AccessLog", "catch_the_rest", "configure", "masked"]
