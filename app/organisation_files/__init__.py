"""Organisations' files: a profile read from TOML, or every fault of it with file, line and key."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.errors import FieldError, InvalidInput
from app.extracts import gaps as extract_gaps
from app.organisation_files.faults import Fault, faults
from app.organisation_files.lines import Lines
from app.profiles import Profile

_PLACE: Final = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def read_profile(path: Path) -> Profile:
    """Give the profile in a file.

    Raises InvalidInput whose detail has one line a fault (`firm.toml:41: systems.2.settings.url: …`, places
    in lists counted from 0) and whose fields hold the same; what the file says is never quoted, as it may be
    a secret.
    """
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, text, str(error)) from None
    if found := faults(data):
        raise _wrong(path, Lines(text), found)
    return Profile.model_validate(data)


def gaps(profile: Profile) -> list[str]:
    """Give what an answer on access could not say yet (Art. 15(1)(a)-(h), 15(2)), in sentences."""
    missing = extract_gaps.missing(profile.register, [system.slug for system in profile.systems])
    return [gap.en for gap in missing]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _invalid(path, [(line, "", "is not UTF-8; save the file as UTF-8")]) from None
    except OSError as error:
        sentence = f"{path} cannot be read: {error.strerror or type(error).__name__}"
        raise InvalidInput(sentence, fields=[FieldError("", sentence)]) from None


def _unreadable(path: Path, text: str, message: str) -> InvalidInput:
    place = _PLACE.search(message)
    line = int(place["line"]) if place and place["line"] else len(text.rstrip().splitlines()) or 1
    return _invalid(path, [(line, "", f"{_PLACE.sub('', message)}; this is not valid TOML")])


def _wrong(path: Path, lines: Lines, found: Sequence[Fault]) -> InvalidInput:
    told = [(lines.of(fault.place), ".".join(map(str, fault.place)), fault.sentence) for fault in found]
    return _invalid(path, sorted(dict.fromkeys(told)))


def _invalid(path: Path, told: Sequence[tuple[int, str, str]]) -> InvalidInput:
    detail = [f"{path}:{line}: {f'{key}: ' if key else ''}{sentence}" for line, key, sentence in told]
    fields = [FieldError(f"line {line}: {key}".rstrip(": "), sentence) for line, key, sentence in told]
    return InvalidInput("\n".join(detail), fields=fields)
