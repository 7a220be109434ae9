"""Library definitions of systems nobody can run here, against answers as their documentation shows them.

This proves that the definitions say what was meant, not that the vendors do.
"""

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from app import clock
from app.connectors.contract import Blob, Change, Ident, Record
from app.connectors.rest import RestConnector
from app.connectors.rest_client import Client
from app.connectors.rest_file import definition
from app.connectors.rest_request import Plain
from app.connectors.rest_search import Source
from app.vocabulary import Certainty, IdentKind, TaskState
from tests.counterparts.http_peer import Asked, Peer, Reply, peer


def connected(name: str, running: Peer) -> RestConnector:
    """A connector whose vendor is the peer, which the definition's own list of hosts would forbid."""
    shape = definition(name)
    values = {param: kind.default for param, kind in shape.params.items() if isinstance(kind, Plain)}
    client = Client(running.base, {}, shape.limits.model_copy(update={"per_second": None}))
    return RestConnector(Source(shape, {**values, "key": "k3y", "token": "t0ken"}, client), clock.now)


@pytest.fixture
async def vendor() -> AsyncGenerator[Peer]:
    async with peer() as running:
        yield running


def ident(kind: IdentKind, value: str) -> Ident:
    return Ident(kind, value, verified=True, source="test")


class RecMan:
    """The documented habits: rows under their ids, ids as text, an empty list where an object was, 200 for all."""

    def __init__(self) -> None:
        self.candidates: dict[str, dict[str, Any]] = {
            "11": {"firstName": "Kim", "lastName": "Alm", "email": "Kim@mail.example", "dob": "1990-02-03"},
            "12": {"firstName": "Kim", "lastName": "Ek", "mobilePhone": "900 00 001"},
            "13": {"firstName": "Bo", "email": ""},
        }

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/v2/get/":
            assert asked.query["key"] == "k3y"
            return self.get(**{name: value for name, value in asked.query.items() if name != "key"})
        assert asked.json["key"] == "k3y"
        return self.post(asked.json["operation"], asked.json["data"])

    def get(self, scope: str, page: str = "1", fields: str = "", candidateId: str = "", **_: str) -> Reply:  # noqa: N803
        if scope == "candidateFile":
            return Reply(body=b"%PDF-1.7")
        if scope == "log":
            rows = {"5": {"logId": "5", "type": "phone", "text": "Called"}} if page == "1" else []
            return Reply(body={"success": True, "data": rows})
        ids = [candidateId] if candidateId else list(self.candidates)
        held = [number for number in ids if number in self.candidates]
        start = (int(page) - 1) * 2
        data = {
            number: {"candidateId": number, **self.candidates[number]} for number in held[start : start + 2]
        }
        if fields == "files":
            data = {
                number: {"candidateId": number, "files": [{"fileId": "77", "name": "cv.pdf"}]}
                for number in held
            }
        return Reply(body={"success": True, "numRows": len(data), "data": data or []})

    def post(self, operation: str, data: dict[str, Any]) -> Reply:
        number = data.pop("candidateId")
        assert isinstance(number, int)
        if str(number) not in self.candidates:
            return Reply(body={"success": False, "error": [{"code": 1}]})
        if operation == "delete":
            del self.candidates[str(number)]
        else:
            self.candidates[str(number)] |= data
        return Reply(body={"success": True})


async def test_recman_from_search_to_erasure(vendor: Peer) -> None:
    vendor.answer = recman = RecMan()
    connector = connected("recman", vendor)
    assert (await connector.probe()).state is TaskState.DONE
    [match] = await connector.find([ident(IdentKind.EMAIL, "kim@MAIL.example")])
    assert (match.ref, match.certainty, match.label) == ("11", Certainty.EXACT, "Kim Alm")

    exported = [item async for item in connector.export(match)]
    records = {item.collection: item for item in exported if isinstance(item, Record)}
    assert records["log"].data["text"] == "Called"
    [cv] = [item for item in exported if isinstance(item, Blob)]
    assert (cv.name, b"".join([chunk async for chunk in cv.chunks])) == ("cv.pdf", b"%PDF-1.7")

    assert (await connector.rectify(match, [Change("lastName", "Alm", "Ålm")], "k")).state is TaskState.DONE
    assert recman.candidates["11"]["lastName"] == "Ålm"
    for _ in range(2):
        assert (await connector.erase(match, "delete", "k")).state is TaskState.DONE
    assert await connector.find([ident(IdentKind.EMAIL, "kim@mail.example")]) == []
    assert recman.candidates.keys() == {"12", "13"}
    await connector.aclose()


async def test_recman_knows_a_telephone_in_either_way_of_writing_and_a_name_with_its_date(
    vendor: Peer,
) -> None:
    vendor.answer = RecMan()
    connector = connected("recman", vendor)
    [by_phone] = await connector.find([ident(IdentKind.PHONE, "+4790000001")])
    assert (by_phone.ref, by_phone.certainty) == ("12", Certainty.PROBABLE)
    name = ident(IdentKind.NAME, "kim alm")
    assert await connector.find([name, ident(IdentKind.BIRTH_DATE, "1990-02-04")]) == []
    [by_date] = await connector.find([name, ident(IdentKind.BIRTH_DATE, "1990-02-03")])
    assert by_date.ref == "11"
    await connector.aclose()


async def test_hubspot_from_search_to_erasure(vendor: Peer) -> None:
    held: dict[str, dict[str, str]] = {"501": {"email": "kim@mail.example", "firstname": "Kim"}}

    def hubspot(asked: Asked) -> Reply:
        match asked.method, asked.path:
            case "POST", "/crm/v3/objects/contacts/search":
                assert "after" not in asked.json or asked.json["after"] == "2"
                wanted = asked.json["filterGroups"][0]["filters"][0]["value"]
                rows = [{"id": key, "properties": row} for key, row in held.items() if row["email"] == wanted]
                onward = {} if "after" in asked.json else {"paging": {"next": {"after": "2"}}}
                return Reply(body={"results": [] if "after" in asked.json else rows, **onward})
            case "POST", "/crm/v3/objects/notes/search":
                note = {"id": "9", "properties": {"hs_note_body": "Met"}}
                return Reply(body={"results": [note]})
            case "POST", "/crm/v3/objects/contacts/gdpr-delete":
                held.pop(asked.json["objectId"], None)
                return Reply(204)
            case "PATCH", "/crm/v3/objects/contacts/501":
                held["501"] |= asked.json["properties"]
                return Reply(body={"id": "501"})
            case "GET", "/crm/v3/objects/contacts/501" if "501" in held:
                assert "firstname" in asked.query["properties"]
                return Reply(body={"id": "501", "properties": held["501"]})
            case _:
                return Reply(404)

    vendor.answer = hubspot
    connector = connected("hubspot", vendor)
    [match] = await connector.find([ident(IdentKind.EMAIL, "kim@mail.example")])
    records = [item async for item in connector.export(match) if isinstance(item, Record)]
    assert [(record.collection, record.ref) for record in records] == [("contact", "501"), ("note", "501/9")]
    assert records[0].data["properties.firstname"] == "Kim"
    change = [Change("properties.firstname", "Kim", "Kîm")]
    assert (await connector.rectify(match, change, "k")).state is TaskState.DONE
    assert held["501"]["firstname"] == "Kîm"
    for _ in range(2):
        assert (await connector.erase(match, "delete", "k")).state is TaskState.DONE
    assert held == {}
    await connector.aclose()
