"""What every page says."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """The frame around every page, and the pages for when something is not there."""

    name: str  # of the language, in itself
    skip: str
    languages: str
    reach: str
    email: str
    phone: str
    address: str
    website: str
    wrong: str  # stands first in the title of a page with errors
    check: str
    no_identity_number: str
    knock: Mapping[str, str]  # by audience, as are the next three
    knock_lead: Mapping[str, str]
    knock_open: Mapping[str, str]
    knock_yours: str
    knock_why: str
    gone: str
    gone_lead: str
    gone_why: tuple[str, ...]
    gone_how: str
    gone_steps: tuple[str, ...]
    renew: str
    renew_lead: str
    renewed: str
    renewed_lead: str
    no_form: str
    no_form_lead: str
    trouble: str
    trouble_lead: str
    too_large: str
    too_often: str
    left: str
    left_lead: str
    leave: str
