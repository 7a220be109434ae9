"""A page as HTML: whatever is put in is escaped, whatever is missing is an error."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.law.articles import RIGHTS
from app.pages import assets, said
from app.pages.words import LANGUAGES, spoken, words_of
from app.vocabulary import Language, Right

_HERE = Path(__file__).parent


def render(name: str, language: Language, **values: object) -> str:
    """Give the page `templates/<name>.html.jinja` in a language or its stand-in.

    Templates see the values, `w` (the words) and `day`, `instant`, `size`, `right` (how things are written).
    """
    return _TEMPLATES.get_template(f"templates/{name}.html.jinja").render(
        language=spoken(language).value,
        languages={offered.value: words_of(offered).shared.name for offered in LANGUAGES},
        w=words_of(language),
        asset=assets.address,
        day=partial(_day, language=language),
        instant=partial(said.written_instant, language=language),
        size=partial(said.written_size, language=language),
        right=partial(_right, language=language),
        **values,
    )


def _day(day: date, language: Language) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), said.written_day(day, language))


def _right(right: Right, language: Language) -> str:
    return RIGHTS[right].name.say(language)


def _fill(sentence: str, **values: object) -> Markup:
    """Fill the braces of a sentence; the values are escaped, except what is HTML of our own already."""
    return escape(sentence).format(**values)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["fill"] = _fill
    return made


_TEMPLATES: Final = _environment()
