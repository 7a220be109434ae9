"""A letter in its reader's words: one template gives the subject, the text part and the HTML part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from app.errors import FieldError, InvalidInput
from app.letters import markdown
from app.letters.facts import LetterFacts
from app.letters.wording import Wording, added
from app.letters.words import letter_language, words
from app.vocabulary import Language, Letter

EMAILS = Path(__file__).resolve().parents[2] / "emails"

# A subject is read over shoulders and kept in logs: nothing personal can get into it.
SUBJECT_FACTS = frozenset({"organisation_name", "reference", "system_name", "verb", "due_on", "overdue"})
# Set by the organisation itself: its addresses may become links.
OWN_FACTS = frozenset({"organisation_name", "contact_email", "contact_phone", "link", "authority_url"})


@dataclass(frozen=True)
class Rendered:
    """A letter ready to be sent; both parts say the same words."""

    subject: str
    text: str
    html: str
    language: Language


def render(
    letter: Letter, language: Language, facts: LetterFacts, wordings: Sequence[Wording] = ()
) -> Rendered:
    """`letter` in `language` or its stand-in, with what the organisation adds to it before its regards.

    Raises InvalidInput where a needed fact is missing.
    """
    language = letter_language(language)
    own = next((one.text for one in wordings if (one.letter, one.language) == (letter, language)), "")
    try:
        return _written(letter, language, words(facts, language), own)
    except UndefinedError as error:
        raise _incomplete(letter, language, error) from error


def _written(letter: Letter, language: Language, said: Mapping[str, object], own: str) -> Rendered:
    name = f"{letter}/{language}.jinja"
    subject = _block(_SUBJECTS, name, "subject", {k: v for k, v in said.items() if k in SUBJECT_FACTS})
    data = {k: markdown.literal(str(v)) if k in OWN_FACTS else v for k, v in said.items()}
    body = _block(_BODIES, name, "body", data | ({"added": added(own, said)} if own else {}))
    own_footer = "footer" in _BODIES.get_template(name).blocks
    footer = _block(_BODIES, name if own_footer else f"shared/footer.{language}.jinja", "footer", data)
    (body, plain), (footer, plain_footer) = markdown.both(body), markdown.both(footer)
    page = _PAGES.get_template("layout.html.jinja").render(
        language=language.value,
        subject=markdown.one_line(subject),
        organisation_name=said["organisation_name"],
        body=body,
        footer=footer,
    )
    return Rendered(
        subject=markdown.one_line(subject),
        text=f"{plain}\n\n--\n{plain_footer}\n",
        html=f"{_INLINER.inline(page)}\n",
        language=language,
    )


def _block(env: Environment, template_name: str, block: str, data: Mapping[str, object]) -> str:
    template = env.get_template(template_name)
    return "".join(template.blocks[block](template.new_context(dict(data))))


def _incomplete(letter: Letter, language: Language, error: UndefinedError) -> InvalidInput:
    what = (error.message or "").removesuffix(" is undefined").strip("'")
    return InvalidInput(
        f"The letter {letter} ({language}) cannot be written without {what}.",
        fields=(FieldError(what, "needed by this letter"),),
    )


def _inert(value: object) -> object:
    return value if isinstance(value, Markup) else markdown.inert(str(value))


def _environment() -> Environment:
    """Templates of Markdown: whatever is put in is shown literally, whatever is missing is an error."""
    env = Environment(
        loader=FileSystemLoader(EMAILS),
        autoescape=True,
        finalize=_inert,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["quoted"] = markdown.quoted
    env.filters["told"] = markdown.told
    return env


_BODIES = _environment()
_SUBJECTS = _BODIES.overlay(autoescape=False, finalize=str)
_PAGES = Environment(loader=FileSystemLoader(EMAILS), autoescape=True, undefined=StrictUndefined)
_INLINER = CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
