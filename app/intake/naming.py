"""Which case a mail names: for certain, or as a suggestion for a person to confirm, with the reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.intake.mail import Mail
from app.models.case import Case
from app.office import Desk
from app.queries import cases, returned
from app.trust import addresses, search

_REFERENCE = re.compile(r"\b[A-Z]{2,5}-\d{4}-[2-9A-HJKMNP-TV-Z]{6}\b")
_MOST = 10
"""Cases one mail may name; of one that names more, a person is shown the first."""


@dataclass(frozen=True)
class Named:
    """The case a mail belongs to, if that is certain; else what is suggested, when a person must say."""

    case: Case | None = None
    suggested_id: UUID | None = None
    because: tuple[str, ...] = ()
    doubtful: bool = False


async def named_case(session: AsyncSession, desk: Desk, mail: Mail, *, denied: bool) -> Named:
    """Give the case a mail names. Linking shows the writer nothing.

    Certain are our own signed addresses and Message-IDs, and a reference from somebody the case knows, unless
    the sender's domain says the mail is not from it (`denied`). Two cases, a wrong letter that was repaired,
    a stranger with a reference, or a case that was erased: a person must say.
    """
    signed, repaired = await _signed(session, desk, mail)
    referred = await _referred(session, mail)
    live = await _found(session, signed)
    if len({*signed, *(case.id for case in referred)}) > 1:
        shown = live[0].id if live else next((case.id for case in referred), None)
        return _doubt("It names more than one case; a person must say which one it belongs to.", shown)
    if signed:
        if not live:
            return _doubt("The case it answers was erased; a person must say what it asks for.", None)
        return Named(live[0], because=await _stranger(session, desk, mail, live[0]))
    if referred:
        return await _by_reference(session, desk, mail, referred[0], denied=denied)
    for case in await _found(session, repaired):
        sentence = f"Its address has a wrong letter; with one letter changed it names {case.reference}."
        return _doubt(sentence, case.id)
    return Named()


def is_ours(desk: Desk, mail: Mail) -> bool:
    """Tell whether a mail is a letter of ours that came back to us: by its mark, or by its signed name.

    Some servers take out marks they do not know; the Message-ID stays.
    """
    named = addresses.read_message_id(desk.address_key, f"<{mail.message_id}>")
    return mail.automated == "own_mail" or named is not None


async def _signed(session: AsyncSession, desk: Desk, mail: Mail) -> tuple[list[UUID], list[UUID]]:
    """Give the cases our own addresses and Message-IDs in it name, and those that do after a repair."""
    key = desk.address_key
    recipients = " ".join([*mail.delivered_to, *(entry.address for entry in (*mail.to, *mail.cc))])
    plus = addresses.read_plus_addresses(key, recipients)
    letters = _letters(key, mail.in_reply_to) or _letters(key, mail.references)
    found = [one.id for one in plus if one.certain] + [letter.case_id for letter in letters]
    bounced = addresses.read_verp(key, recipients)
    if bounced and (case_id := await returned.case_of_letter(session, bounced)):
        found.append(case_id)
    return list(dict.fromkeys(found)), [one.id for one in plus if not one.certain]


def _letters(key: bytes, names: Iterable[str]) -> list[addresses.Letter]:
    return addresses.read_message_ids(key, " ".join(f"<{name}>" for name in names))


async def _referred(session: AsyncSession, mail: Mail) -> list[Case]:
    references = list(dict.fromkeys(_REFERENCE.findall(mail.subject.upper())))[:_MOST]
    found = [await cases.case_by_reference(session, reference) for reference in references]
    return [case for case in found if case is not None]


async def _found(session: AsyncSession, case_ids: Sequence[UUID]) -> list[Case]:
    found = [await cases.find_case(session, case_id) for case_id in case_ids[:_MOST]]
    return [case for case in found if case is not None]


async def _by_reference(session: AsyncSession, desk: Desk, mail: Mail, case: Case, *, denied: bool) -> Named:
    if await cases.find_case(session, case.id) is None:
        return _doubt("The case its subject names was erased; a person must say what it asks for.", None)
    if not await _knows(session, desk, mail, case):
        return _doubt(f"Its subject names {case.reference}, but that case does not know the writer.", case.id)
    if denied:
        sentence = (
            f"Its subject names {case.reference}, but the domain it says it is from denies that (DMARC)."
        )
        return _doubt(sentence, case.id)
    return Named(case)


async def _stranger(session: AsyncSession, desk: Desk, mail: Mail, case: Case) -> tuple[str, ...]:
    if await _knows(session, desk, mail, case):
        return ()
    return ("It answers this case, but the case does not know the writer.",)


async def _knows(session: AsyncSession, desk: Desk, mail: Mail, case: Case) -> bool:
    return await cases.knows(session, case.id, search.email_token(desk.index_key, mail.sender.address))


def _doubt(because: str, suggested_id: UUID | None) -> Named:
    return Named(None, suggested_id, (because,), doubtful=True)
