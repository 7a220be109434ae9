"""The register of processing in the settings: what a person is told by Article 15, system by system."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import Field

from app.organisation_settings.shapes import Content, Form, Line, Told

_LISTS = ("purposes", "categories")
_TEXTS = ("retention", "source", "safeguard")


class ReceiverForm(Form):
    """Somebody who has received data or will."""

    name: Line = Field(min_length=1, title="Name")
    country: Line = Field(pattern=r"^[A-Z]{2}$", title="Country", description="Two letters, as SE.")
    purpose: Told = Field(title="What for")
    safeguard: Told = Field(default={}, title="What protects the data outside the EEA")


class AutomatedForm(Form):
    """Whether decisions are wholly automated."""

    used: bool = Field(default=False, title="Decisions are made wholly by a machine")
    logic: Told = Field(default={}, title="How they are made")
    consequences: Told = Field(default={}, title="What follows from them")


class EntryForm(Form):
    """What a person is told of the processing."""

    purposes: tuple[Told, ...] = Field(default=(), title="Purpose")
    categories: tuple[Told, ...] = Field(default=(), title="Kind of data")
    recipients: tuple[ReceiverForm, ...] | None = Field(
        default=None, title="Receiver", description="An empty list says that there are none."
    )
    retention: Told = Field(default={}, title="How long data are kept")
    source: Told = Field(default={}, title="Where the data come from")
    automated: AutomatedForm | None = Field(default=None, title="Automated decisions")
    countries: tuple[Line, ...] = Field(
        default=(), title="Country the data lie in", description="Two letters, as SE."
    )
    safeguard: Told = Field(default={}, title="What protects the data outside the EEA")


class SystemEntryForm(EntryForm):
    """What is different for one system."""

    system: str = Field(
        title="System of record",
        json_schema_extra={"x-options": "/api/v1/organisation/options/systems", "x-order": 1},
    )
    name: Line = Field(
        default="",
        title="Name in the answer",
        description="Left empty, that of the system.",
        json_schema_extra={"x-order": 2},
    )


class EntriesForm(Form):
    """What holds for all systems, and what is different for some."""

    general: EntryForm = Field(title="For all systems")
    systems: tuple[SystemEntryForm, ...] = Field(default=(), title="For one system")


class RegisterForm(Form):
    """What a person is told of the processing."""

    register_: EntriesForm = Field(alias="register", title="The register")


def shown(content: Content) -> dict[str, Any]:
    """Give the form of the register a profile declares."""
    register, language = content["register"], content["language"]
    systems = [{"system": slug, **_shown(entry, language)} for slug, entry in register["systems"].items()]
    general = {key: value for key, value in _shown(register["general"], language).items() if key != "name"}
    return {"register": {"general": general, "systems": systems}}


def kept(given: Content, before: Content) -> dict[str, Any]:
    """Give the register a profile declares by the form; a name of all systems and an authority stay."""
    register = before["register"]
    general = {"name": register["general"].get("name", ""), **_kept(given["register"]["general"])}
    systems = {
        entry["system"]: _kept({key: value for key, value in entry.items() if key != "system"})
        for entry in given["register"]["systems"]
    }
    return {"register": {**register, "general": general, "systems": systems}}


def _shown(entry: Mapping[str, Any], language: str) -> dict[str, Any]:
    def told(text: object) -> object:
        if isinstance(text, str):
            return {language: text} if text else {}
        return text

    shown = dict(entry)
    shown |= {key: [told(text) for text in entry[key]] for key in _LISTS}
    shown |= {key: told(entry[key]) for key in _TEXTS}
    if receivers := entry["recipients"]:
        shown["recipients"] = [
            {**one, "purpose": told(one["purpose"]), "safeguard": told(one["safeguard"])} for one in receivers
        ]
    if automated := entry["automated"]:
        shown["automated"] = {
            **automated,
            "logic": told(automated["logic"]),
            "consequences": told(automated["consequences"]),
        }
    return shown


def _kept(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Give an entry without texts nobody wrote."""
    return {key: _written(value) for key, value in entry.items()}


def _written(value: object) -> object:
    if isinstance(value, list):
        return [one for one in map(_written, cast("list[object]", value)) if one != ""]
    if not isinstance(value, Mapping):
        return value
    inner = cast("Mapping[str, object]", value)
    if all(len(key) == 2 and isinstance(text, str) for key, text in inner.items()):  # noqa: PLR2004  # languages
        return {key: text for key, text in inner.items() if text} or ""
    return {key: _written(one) for key, one in inner.items()}
