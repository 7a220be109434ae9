"""Organisations of the stories, as their files would declare them."""

from typing import Any

REGISTER = {
    "general": {
        "purposes": [
            {"sv": "Matcha dig med uppdrag", "nb": "Finne oppdrag til deg", "en": "Find you assignments"}
        ],
        "categories": [{"sv": "Kontaktuppgifter", "nb": "Kontaktopplysninger", "en": "Contact details"}],
        "recipients": [
            {"name": "Kund AB", "country": "SE", "purpose": {"sv": "Tillsättning", "nb": "Ansettelse"}}
        ],
        "retention": {"sv": "Två år efter senaste kontakt", "nb": "To år etter siste kontakt"},
        "source": {"sv": "Du själv", "nb": "Deg selv"},
        "automated": {"used": False},
        "countries": ["SE"],
    }
}
COACH = "coach@nordstaff.example"


def coach_notes() -> dict[str, Any]:
    return {
        "slug": "coach-notes",
        "name": "Coachernas anteckningar",
        "kind": "manual",
        "settings": {
            "owner": "Karin Coach",
            "owner_email": COACH,
            "checklist": {"sv": ["Sök i pärmen på kontoret", "Sök i din kalender"]},
        },
    }


def website(base: str, admin: int) -> dict[str, Any]:
    """A WordPress, over its own interface."""
    params = {"base": base, "username": "admin", "password": "env:STORY_WP_PASSWORD", "heir": admin}
    return {
        "slug": "website",
        "name": "Webbplatsen",
        "kind": "rest",
        "settings": {"definition": "wordpress", "params": params},
    }


def member_register() -> dict[str, Any]:
    """The same WordPress's database, as somebody else designed it."""
    table = {
        "table": "wp_users",
        "key": "ID",
        "purpose": "membership",
        "label": "display_name",
        "labels": {"display_name": {"sv": "Visningsnamn"}, "user_email": {"sv": "E-post"}},
        "omit": ["user_pass", "user_activation_key"],
        "match": [{"columns": {"email": "user_email"}, "ignore_case": True}],
        "rectify": ["display_name"],
    }
    return {
        "slug": "members",
        "name": "Medlemsregistret",
        "kind": "sql",
        "settings": {"url": "env:STORY_MEMBERS_URL", "tables": {"konton": table}},
    }


def nordstaff(*systems: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A Swedish staffing firm."""
    profile: dict[str, Any] = {
        "slug": "nordstaff",
        "name": "Nordstaff AB",
        "country": "SE",
        "language": "sv",
        "reference_prefix": "NS",
        "promise_days": 30,
        "contact": {"email": "privacy@nordstaff.example", "phone": "08-465 004 12"},
        "inboxes": [{"address": "privacy@nordstaff.example"}],
        "people": [
            {"name": "Hanna Handläggare", "email": "hanna@nordstaff.example", "role": "handler"},
            {"name": "Leo Ledare", "email": "leo@nordstaff.example", "role": "lead"},
            {"name": "Disa Dataskydd", "email": "disa@nordstaff.example", "role": "dpo"},
        ],
        "register": REGISTER,
        "systems": list(systems),
        "recipients": [],
    }
    return {**profile, **changes}


def fjellkraft(*systems: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A Norwegian one."""
    return {
        **nordstaff(*systems),
        "slug": "fjellkraft",
        "name": "Fjellkraft AS",
        "country": "NO",
        "language": "nb",
        "reference_prefix": "FK",
        "contact": {"email": "personvern@fjellkraft.example"},
        "inboxes": [{"address": "personvern@fjellkraft.example"}],
        **changes,
    }
