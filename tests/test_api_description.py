"""openapi.json: everything a caller may do has a name, a summary, and every way it may be refused."""

import json
import re
from typing import Any

import pytest
from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from httpx import ASGITransport, AsyncClient

from app.main import create_app
from app.models.actions import INPUTS
from app.models.shapes import Problem
from app.routers import actions, cases, messages
from app.routers.caller import get_session
from app.vocabulary import Event

DESCRIPTION = create_app(None).openapi()
OPERATIONS = [
    pytest.param(method, path, operation, id=f"{method} {path}")
    for path, operations in DESCRIPTION["paths"].items()
    for method, operation in operations.items()
]
OTHERWISE = {"push_mail"}
"""Providers of mail prove themselves by a signature of their own."""
NO_JSON = {"metrics", "fetch_extract", "show_message", "show_letter", "fetch_file", "print_log", "follow", "be_present",
           "get_figures_sheet"}  # fmt: skip
"""Metrics, packages, pages, files, sheets and streams are answered as they are; one is answered with nothing."""
OF_THE_API = [param for param in OPERATIONS if str(param.values[1]).startswith("/api/")]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_has_a_name_a_summary_and_a_shape(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert operation["operationId"]
    assert operation["summary"]
    (answer,) = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    assert answer["description"]
    assert operation["operationId"] in NO_JSON or answer["content"]["application/json"]["schema"]


def test_no_two_operations_share_a_name() -> None:
    names = [param.values[2]["operationId"] for param in OPERATIONS]  # type: ignore[index]  # the operation
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("method", "path", "operation"), OF_THE_API)
def test_every_refusal_is_a_problem(method: str, path: str, operation: dict[str, Any]) -> None:
    refusals = {status: answer for status, answer in operation["responses"].items() if status[0] in "45"}
    assert "401" in refusals
    for status, answer in refusals.items():
        assert list(answer["content"]) == ["application/problem+json"], status
        schema = answer["content"]["application/problem+json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Problem"}
    if operation["operationId"] not in {"get_message", *OTHERWISE}:
        assert "403" in refusals
    if "{" in path:
        assert {"404", "422"} <= refusals.keys()
    if "/{case_id}/actions/" in path:
        assert {"409", "412"} <= refusals.keys()


@pytest.mark.parametrize(("method", "path", "operation"), OF_THE_API)
def test_every_operation_of_the_api_asks_for_a_token_or_a_session(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    if operation["operationId"] not in OTHERWISE:
        ways: list[dict[str, list[str]]] = [{"HTTPBearer": []}, {"APIKeyCookie": []}]
        assert operation["security"] == (ways[:1] if operation["operationId"] == "hand_in_mail" else ways)


def test_every_reference_leads_somewhere() -> None:
    shapes = DESCRIPTION["components"]["schemas"]
    assert shapes["Problem"]["required"] == list(Problem.model_fields)
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(DESCRIPTION)))
    assert named <= shapes.keys()


def test_nothing_refused_is_shown_with_the_web_frameworks_own_shape() -> None:
    assert "HTTPValidationError" not in DESCRIPTION["components"]["schemas"]


def test_every_action_is_an_operation_with_the_fields_it_needs() -> None:
    paths = DESCRIPTION["paths"]
    for event, needs in INPUTS.items():
        operation = paths[f"/api/v1/cases/{{case_id}}/actions/{event.value}"]["post"]
        assert operation["operationId"] == event.value
        named = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert named == needs.__name__
        fields = DESCRIPTION["components"]["schemas"][named].get("properties", {})
        assert all(field["title"] for field in fields.values())
        assert [entry["name"] for entry in operation["parameters"]] == [
            "case_id",
            "lang",
            "If-Match",
            "Idempotency-Key",
        ]
    assert len([path for path in paths if "/{case_id}/actions/" in path]) == len(INPUTS)


def test_what_happens_by_itself_is_no_operation() -> None:
    for event in set(Event) - set(INPUTS):
        assert f"/api/v1/cases/{{case_id}}/actions/{event.value}" not in DESCRIPTION["paths"]


def test_every_session_of_a_request_is_committed_before_its_answer() -> None:
    """The web framework's own default commits after the answer has left: see the next test."""
    routes = [*actions.router.routes, *cases.router.routes, *messages.router.routes]
    asked = [
        one.scope
        for route in routes
        if isinstance(route, APIRoute)
        for one in route.dependant.dependencies
        if one.call is get_session
    ]
    assert len(asked) > len(INPUTS)
    assert set(asked) == {"function"}


@pytest.mark.parametrize(("scope", "status"), [("function", 500), ("request", 200)])
async def test_a_commit_that_fails_is_a_success_to_the_default_scope(scope: Any, status: int) -> None:
    async def failing() -> Any:
        yield
        raise RuntimeError

    app = FastAPI()

    @app.get("/", dependencies=[Depends(failing, scope=scope)])
    async def done() -> str:
        return "done"

    async with AsyncClient(
        transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://house.example"
    ) as client:
        assert (await client.get("/")).status_code == status
