"""Addresses nothing is written to by itself: machines, lists, and our own."""

import re

from app.profiles import Profile

_MACHINES = re.compile(
    r"(?:.*[._+-])?(?:no|do[._-]?not|ikke|inte|icke|ei)[._-]?(?:reply|respond|answer|svara?|vastata?|vastaa)"
    r"(?:[._+-].*)?"
    r"|(?:mailer-?daemon|postmaster|bounces?|listserv|majordomo|auto-?reply|autosvar)(?:[._+-].*)?"
    r"|.*[._-](?:bounces?|owner|request)|owner-.*",
    re.IGNORECASE,
)


def is_answerable(address: str, profile: Profile) -> bool:
    """Tell whether a letter nobody decided on may go to an address."""
    local, _, domain = address.casefold().rpartition("@")
    if not local or _MACHINES.fullmatch(local):
        return False
    mailbox = f"{local.partition('+')[0]}@{domain}"
    return mailbox not in {inbox.address for inbox in profile.inboxes} | {profile.contact.email.casefold()}
