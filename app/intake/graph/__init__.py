"""Mailboxes of Microsoft 365, read over Microsoft Graph."""
