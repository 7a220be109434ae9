"""Writing a case that begins: the case, its key and what its person is found by, in one statement."""

from typing import Any, cast

from sqlalchemy import ARRAY, BindParameter, Integer, LargeBinary, Table, bindparam, func
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import TypeEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.models.case import Case, CaseKey, SearchToken

_TABLE = cast("Table", vars(Case)["__table__"])
_COLUMNS: dict[str, TypeEngine[Any]] = {column.name: column.type for column in _TABLE.columns}
_HERE: BindParameter[Any] = bindparam("case_organisation_id", type_=_COLUMNS["organisation_id"])


def _statement() -> Any:
    case = (
        insert(Case)
        .values({name: bindparam(f"case_{name}", type_=type_) for name, type_ in _COLUMNS.items()})
        .on_conflict_do_nothing(index_elements=["organisation_id", "reference"])
        .returning(col(Case.id))
        .cte("opened")
    )
    key = insert(CaseKey).from_select(
        ["case_id", "organisation_id", "wrapped", "version"],
        columns(
            case.c.id,
            _HERE,
            bindparam("wrapped", type_=LargeBinary),
            bindparam("generation", type_=Integer),
        ),
    )
    tokens = insert(SearchToken).from_select(
        ["case_id", "organisation_id", "token"],
        columns(case.c.id, _HERE, func.unnest(bindparam("tokens", type_=ARRAY(LargeBinary)))),
    )
    return columns(case.c.id).add_cte(key.cte("its_key"), tokens.cte("its_tokens"))


_OPEN = _statement()


async def write_new(
    session: AsyncSession, case: Case, wrapped: bytes, generation: int, tokens: set[bytes]
) -> bool:
    """Write a case that is new, and let the session keep it; tell whether its reference was free.

    When it was not, nothing was written.
    """
    row = {name: getattr(case, name) for name in _COLUMNS}
    given = {f"case_{name}": value for name, value in row.items()}
    beside = {"wrapped": wrapped, "generation": generation, "tokens": sorted(tokens)}
    written = await (await session.connection()).execute(_OPEN, given | beside)
    if written.one_or_none() is None:
        return False
    make_transient_to_detached(case)
    for name, value in row.items():
        set_committed_value(case, name, value)  # as it lies in the table
    session.add(case)
    return True
