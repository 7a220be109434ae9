"""Every error as problem details (RFC 9457), with a stable type and code."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Literal, cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from app import errors
from app.db import is_away
from app.errors import DsarError, FieldError
from app.interface.faulted import faulted
from app.models.shapes import Problem
from app.organisation_settings.sections import SECTIONS
from app.routers.sentences import fields_wrong
from app.routers.wished import preferred
from app.vocabulary import Language

log = structlog.get_logger()
_TYPE = "https://utdrag.example/problems/"
_KINDS: dict[int, type[DsarError]] = {
    400: errors.InvalidInput,  # a body that is no text at all
    401: errors.NotSignedIn,
    403: errors.NotPermitted,
    404: errors.NotFound,
    413: errors.TooLarge,
    422: errors.InvalidInput,
}


def problem(error: DsarError, language: Language = Language.EN) -> Response:
    """Give an error as the caller reads it; what nobody has written in their language stays in English."""
    fields = [FieldError(one.path, faulted(one.message, language)) for one in error.fields]
    title, detail = faulted(error.title, language), faulted(error.detail, language)
    return _told(error.status, error.code, title, detail, error.reasons, fields)


def _told(
    status: int,
    code: str,
    title: str,
    detail: str,
    reasons: Sequence[str] = (),
    fields: Sequence[FieldError] = (),
) -> Response:
    body = {
        "type": _TYPE + code.replace("_", "-"),
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "reasons": list(reasons),
        "fields": [{"path": field.path, "message": field.message} for field in fields],
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == errors.NotSignedIn.status else None
    return JSONResponse(body, status, headers, "application/problem+json")


def documented(*kinds: type[DsarError]) -> dict[int | str, dict[str, Any]]:
    """Give the errors of an operation, as OpenAPI lists them."""
    shape = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {kind.status: {"description": kind.title, "content": shape} for kind in kinds}


def _described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """Give the app's description with the shapes no signature names: of problems and of settings; once."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        document = describe()
        wanted: list[tuple[type[BaseModel], Literal["validation"]]] = [
            (shape, "validation")
            for shape in cast("list[type[BaseModel]]", [Problem, *(part.shape for part in SECTIONS.values())])
        ]
        _, defined = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
        document["components"]["schemas"].update(defined["$defs"])
        return document

    return described


async def _from_below(request: Request, error: Exception) -> Response:
    """Tell the caller to come back when it is the database that is away or full."""
    if not is_away(error):
        raise error
    log.warning("request not served", kind=type(error).__name__)
    away = errors.NotReady("The database does not answer at the moment. Try again later.")
    return problem(away, _language(request))


def _language(request: Request) -> Language:
    """Give the language asked for in the address, else by the browser, else English."""
    asked = request.query_params.get("lang")
    return Language(asked) if asked in list(Language) else preferred(request)


def add_problems(app: FastAPI) -> None:
    """Let every error of the app be answered as a problem; what nobody foresaw says nothing of itself."""
    app.openapi = _described(app)  # type: ignore[method-assign]  # FastAPI's own way to extend it

    @app.exception_handler(DsarError)
    async def _dsar(request: Request, error: DsarError) -> Response:
        return problem(error, _language(request))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        fields = fields_wrong(error.errors())
        named = ", ".join(field.path for field in fields)
        return problem(errors.InvalidInput(f"Look at: {named}.", fields=fields), _language(request))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        kind, phrase = _KINDS.get(error.status_code), HTTPStatus(error.status_code).phrase
        if kind is not None:
            return problem(kind(str(error.detail)), _language(request))
        answer = _told(error.status_code, phrase.lower().replace(" ", "_"), phrase, str(error.detail))
        answer.headers.update(error.headers or {})  # 405 says what is allowed
        return answer

    for kind in (SQLAlchemyError, OSError):
        app.add_exception_handler(kind, _from_below)

    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, _: Exception) -> Response:
        return problem(DsarError("Something went wrong on our side; it was noted."), _language(request))
