"""Systems with an HTTP interface, described by a declarative definition."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from app.connectors.contract import Blob, Change, EraseMode, Ident, Match, Outcome, Record
from app.connectors.matching import combinations, strongest, weaker
from app.connectors.rest_acts import GONE, corrected, erased, followed
from app.connectors.rest_definition import Collection, Erase
from app.connectors.rest_place import Place, place_at, place_of
from app.connectors.rest_search import Row, Source
from app.connectors.rest_template import select
from app.connectors.shapes import BY_HAND, Now, combined, kept
from app.connectors.values import flat, nested
from app.errors import SystemDidNotAnswer
from app.vocabulary import Certainty, IdentKind, TaskState


class RestConnector:
    """Does every verb by the requests the definition lists; keeps no state of its own."""

    kind: Literal["rest"] = "rest"

    def __init__(self, source: Source, now: Now) -> None:
        self._source = source
        self._definition = source.definition
        self._now = now
        self.capabilities = source.definition.capabilities()

    async def probe(self) -> Outcome:
        probe = self._definition.probe
        answer = await self._source.ask(probe.request, {})
        data = self._source.body(answer)
        if probe.ok is not None and not select(probe.ok, data):
            raise SystemDidNotAnswer(f"{answer.where} did not answer as expected", permanent=True)
        return Outcome(TaskState.DONE)

    def out_of_reach(self, kinds: frozenset[IdentKind]) -> list[str]:
        return self._definition.out_of_reach(kinds)

    async def find(self, idents: Sequence[Ident]) -> list[Match]:
        return strongest([match async for match in self._matches(idents)])

    async def export(self, match: Match) -> AsyncIterator[Record | Blob]:
        place = place_of(match, self._definition)
        row = await self._current(place)
        if row is not None:
            async for item in self._exported(replace(place, row=row)):
                yield item

    async def rectify(self, match: Match, changes: Sequence[Change], key: str) -> Outcome:
        place = place_of(match, self._definition)
        if match.certainty is Certainty.MENTION:
            return BY_HAND
        if place.shape.rectify is None:
            return Outcome(TaskState.MANUAL, f"`{place.collection}` has no interface for corrections")
        allowed = [change for change in changes if change.field in place.shape.rectify.map]
        outcomes = [_not_correctable(change) for change in changes if change not in allowed]
        if allowed:
            outcomes.append(await self._rectified(place, allowed, key))
        return combined(outcomes)

    async def erase(self, match: Match, mode: EraseMode, key: str) -> Outcome:
        place = place_of(match, self._definition)
        if match.certainty is Certainty.MENTION:
            return BY_HAND
        row = await self._current(place)
        if row is None:
            return Outcome(TaskState.DONE, "There was nothing left to erase")
        outcomes = [outcome async for outcome in self._erased(replace(place, row=row), mode, key)]
        return combined(outcomes)

    async def poll(self, handle: str) -> Outcome:
        collection, way, _ = handle.split(":", 2)
        shape = self._definition.collections[collection]
        erase = shape.erase if way == "erase" else shape.anonymise
        if erase is None or erase.pending is None:
            raise SystemDidNotAnswer(f"`{collection}` has nothing pending", permanent=True)
        return await followed(self._source, erase.pending, handle)

    async def aclose(self) -> None:
        await self._source.aclose()

    async def _matches(self, idents: Sequence[Ident]) -> AsyncIterator[Match]:
        for name, shape in self._definition.collections.items():
            for rule in shape.find if shape.for_each is None else ():
                for known in combinations(rule.when, idents):
                    async for row in self._source.rows(rule, {"ident": known}):
                        yield place_at(name, shape, row, rule.certainty).match()

    async def _current(self, place: Place) -> Row | None:
        """Give the row as it is now, None when gone; without `read` the row that was found."""
        read = place.shape.read
        if read is None:
            return place.row
        answer = await self._source.ask(read.request, place.scope())
        return None if answer.status in GONE else select(read.row, self._source.body(answer))

    async def _exported(self, place: Place) -> AsyncIterator[Record | Blob]:
        if (blob := self._blob(place)) is not None:
            yield blob
        yield place.record()
        if place.certainty is not Certainty.MENTION:  # what hangs on another's record is not about the person
            async for child in self._children(place):
                async for item in self._exported(child):
                    yield item

    def _blob(self, place: Place) -> Blob | None:
        file = place.shape.download
        if file is None or not select(file.when, place.row):
            return None
        chosen = {"name": file.name, "type": file.media_type, "size": file.size}
        told = {what: selector and select(selector, place.row) for what, selector in chosen.items()}
        return Blob(
            place.collection,
            place.ref,
            place.certainty,
            place.label(),
            str(told["name"] or place.keys[-1]),
            str(told["type"] or "application/octet-stream"),
            told["size"] if isinstance(told["size"], int) else None,
            self._source.download(file.request, place.scope()),
        )

    async def _children(self, parent: Place) -> AsyncIterator[Place]:
        for name, shape in self._definition.children(parent.collection):
            for rule in shape.find:
                certainty = weaker(parent.certainty, rule.certainty)
                async for row in self._source.rows(rule, parent.as_parent()):
                    yield place_at(name, shape, row, certainty, parent)

    async def _rectified(self, place: Place, changes: Sequence[Change], key: str) -> Outcome:
        row = await self._current(place)
        if row is None:
            return Outcome(TaskState.REFUSED, "The record is no longer there")
        held = flat(row)
        wanted = [change for change in changes if held.get(change.field) != change.new]
        if any(held.get(change.field) != change.old for change in wanted):
            return Outcome(TaskState.REFUSED, "The record was changed meanwhile")
        if not wanted or place.shape.rectify is None:
            return Outcome(TaskState.DONE, "The record already says so")
        values = nested({place.shape.rectify.map[change.field]: change.new for change in wanted})
        scope = replace(place, row=row).scope(changes=values, idempotency=key)
        return await corrected(self._source, place.shape.rectify.request, scope)

    async def _erased(self, place: Place, mode: EraseMode, key: str) -> AsyncIterator[Outcome]:
        """Yield the outcomes of everything below a record that has a rule of its own, then of itself."""
        if self._rules_below(place.collection):
            for child in [child async for child in self._children(place)]:
                async for outcome in self._erased(child, mode, key):
                    yield outcome
        if not _goes_with_parent(place.shape):
            yield await self._erased_itself(place, mode, key)

    def _rules_below(self, collection: str) -> bool:
        below = self._definition.children(collection)
        return any(not _goes_with_parent(shape) or self._rules_below(name) for name, shape in below)

    async def _erased_itself(self, place: Place, mode: EraseMode, key: str) -> Outcome:
        retain = place.shape.retain
        held = retain and retain.holds(place.collection, place.data(), self._now().date())
        if held:
            return kept(held)
        way, erase = _way(place.shape, mode)
        if erase is None:
            return Outcome(TaskState.MANUAL, f"`{place.collection}` has no interface to {mode} records")
        path = f"{place.collection}:{way}"
        outcome = await erased(self._source, erase, place.scope(idempotency=key), path)
        gone = outcome.state is TaskState.REFUSED and await self._current(place) is None
        return replace(outcome, state=TaskState.DONE, reason="") if gone else outcome


def _way(shape: Collection, mode: EraseMode) -> tuple[str, Erase | None]:
    """Give how a collection erases: asked to anonymise it never deletes, the other way round it may."""
    if mode == "delete" and shape.erase is not None:
        return "erase", shape.erase
    return "anonymise", shape.anonymise


def _goes_with_parent(shape: Collection) -> bool:
    has_a_rule: list[Any] = [shape.erase, shape.anonymise, shape.retain]
    return shape.for_each is not None and not any(has_a_rule)


def _not_correctable(change: Change) -> Outcome:
    return Outcome(TaskState.MANUAL, f"`{change.field}` has no interface for corrections")
