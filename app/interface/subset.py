"""What a form can be drawn from: the part of JSON Schema the console knows, and nothing beyond it."""

from collections.abc import Iterator
from typing import Final, cast

from app.interface.dictionary import SPOKEN, enum_of, enums, labels, said
from app.interface.forms import JSON, Operation, operations
from app.vocabulary import Language

_SCALARS: Final = {
    "string": frozenset({"format", "minLength", "maxLength", "pattern", "contentMediaType"}),
    "integer": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
    "boolean": frozenset[str](),
    "null": frozenset[str](),
}
_OBJECT: Final = frozenset({
    "properties", "required", "additionalProperties", "propertyNames", "minProperties",
})  # fmt: skip
_FORMATS: Final = frozenset({"date", "date-time", "uuid", "email", "uri", "time"})
_EVERYWHERE: Final = frozenset({
    "type", "title", "description", "default", "enum", "const", "examples", "x-widget", "x-options",
    "x-sensitive", "x-order", "x-template-kind", "x-enum", "x-name", "x-rows",
})  # fmt: skip
_WIDGETS: Final = frozenset({"textarea", "radio", "markdown", "selection"})
_MEDIA: Final = frozenset({"application/json", "multipart/form-data"})


def faults(document: JSON) -> list[str]:
    """Give everything that keeps a form from being drawn, or from being read in one of the languages."""
    return [
        f"{operation.name}: {fault}"
        for operation in operations(document)
        if operation.is_form
        for fault in _Form(document, operation).faults()
    ]


class _Form:
    """One operation, looked at with the shapes it names."""

    def __init__(self, document: JSON, operation: Operation) -> None:
        self.schemas: JSON = document["components"]["schemas"]
        self.operation = operation

    def faults(self) -> Iterator[str]:
        for key in ("summary", "description"):
            yield from _untold(self.operation.said.get(key), key)
        if body := self.operation.body:
            media, schema = body
            if media not in _MEDIA:
                yield f"is sent as {media}"
            yield from self._schema(schema, "", ())

    def _schema(self, schema: JSON, at: str, inside: tuple[str, ...]) -> Iterator[str]:
        if "$ref" in schema:
            yield from self._named(schema, at, inside)
        elif "oneOf" in schema:
            yield from self._union(schema, at, inside)
        elif "anyOf" in schema:
            yield from self._optional(schema, at, inside)
        elif schema.get("type") == "object" or "properties" in schema:
            yield from self._object(schema, at, inside)
        elif schema.get("type") == "array":
            yield from _unknown(schema, at, frozenset({"items", "minItems", "maxItems", "uniqueItems"}))
            yield from self._schema(_hinted(schema.get("items", {}), schema), f"{at}[]", inside)
        elif "const" in schema:
            return  # nobody chooses it, and nobody reads it
        elif "enum" in schema:
            yield from _words(schema, at, inside[-1] if inside and not at.endswith("]") else None)
        else:
            yield from _scalar(schema, at)

    def _title(self, field: JSON) -> object:
        """Give the title of a field; one that is the title of its shape is not said twice."""
        if "title" not in field and "$ref" in field:
            return self.schemas[str(field["$ref"]).rpartition("/")[2]].get("title")
        return field.get("title")

    def _named(self, schema: JSON, at: str, inside: tuple[str, ...]) -> Iterator[str]:
        name = str(schema["$ref"]).rpartition("/")[2]
        if name in inside:
            yield f"{at or 'it'} holds itself ({name})"
            return
        target: JSON = self.schemas[name]
        if "enum" in target or "const" in target:
            yield from _words(target, at, name)
        else:
            yield from self._schema(target, at, (*inside, name))

    def _union(self, schema: JSON, at: str, inside: tuple[str, ...]) -> Iterator[str]:
        if "discriminator" not in schema:
            yield f"{at or 'it'} is one of several, and nothing says which"
        for choice in schema["oneOf"]:
            shape: JSON = self.schemas[str(choice["$ref"]).rpartition("/")[2]] if "$ref" in choice else {}
            if "x-name" not in shape:
                yield from _untold(shape.get("title"), f"title of a choice of {at}")
            yield from self._schema(choice, at, inside)

    def _optional(self, schema: JSON, at: str, inside: tuple[str, ...]) -> Iterator[str]:
        choices = [choice for choice in schema["anyOf"] if choice.get("type") != "null"]
        kinds = {choice.get("type") for choice in choices}
        if len(choices) > 1 and kinds != {"number", "string"}:
            yield f"{at or 'it'} is any of several"
        for choice in choices[:1]:
            yield from self._schema(_hinted(choice, schema), at, inside)

    def _object(self, schema: JSON, at: str, inside: tuple[str, ...]) -> Iterator[str]:
        yield from _unknown(schema, at, _OBJECT)
        if (inner := schema.get("additionalProperties", False)) is not False:
            if isinstance(inner, dict) and "$ref" in schema.get("propertyNames", {}):
                yield from self._schema(schema["propertyNames"], at, inside)
                yield from self._schema(cast("JSON", inner), f"{at}{{}}", inside)
            else:
                yield f"{at or 'it'} takes fields of any name"
        for name, field in schema.get("properties", {}).items():
            place = f"{at}.{name}" if at else name
            yield from _untold(self._title(field), f"title of {place}")
            if "description" in field:
                yield from _untold(field["description"], f"description of {place}")
            yield from self._schema(field, place, inside)


def _hinted(inner: JSON, outer: JSON) -> JSON:
    """Give what lies within a list or a choice with the hints of the whole."""
    if "$ref" in inner:
        return inner
    return inner | {key: value for key, value in outer.items() if key.startswith("x-")}


def _scalar(schema: JSON, at: str) -> Iterator[str]:
    kind = schema.get("type")
    if kind not in _SCALARS:
        yield f"{at or 'it'} has no type a form can draw"
        return
    yield from _unknown(schema, at, _SCALARS[kind])
    if schema.get("format", "date") not in _FORMATS:
        yield f"{at} has the format {schema['format']}"
    if schema.get("format") == "uuid" and "x-options" not in schema and schema.get("x-widget") != "selection":
        yield f"{at} is an id nobody can type: say where its choices are listed (x-options)"


def _unknown(schema: JSON, at: str, known: frozenset[str]) -> Iterator[str]:
    for key in schema.keys() - known - _EVERYWHERE:
        yield f"{at or 'it'} says {key}, which no form can draw"
    if schema.get("x-widget", "textarea") not in _WIDGETS:
        yield f"{at} wants the widget {schema['x-widget']}"


def _words(schema: JSON, at: str, enum: str | None) -> Iterator[str]:
    values = tuple(str(value) for value in schema["enum"])
    home = schema.get("x-enum") or (enum if enum in enums() else enum_of(values))
    if home is None:
        yield f"{at} has words that no enum of the vocabulary has alone: {', '.join(values)}"
        return
    for language in SPOKEN:
        missing = set(values) - labels(home, values, language).keys()
        if missing:
            yield f"{home} has no {language} for {', '.join(sorted(missing))}"


def _untold(text: object, what: str) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield f"no {what}"
        return
    for language in SPOKEN:
        if language is not Language.EN and said(text, language) is None:
            yield f"no {language} for the {what}: {text!r}"
