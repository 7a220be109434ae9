"""What the parts of the work list are called, in the order of their tabs."""

from collections.abc import Mapping
from typing import Final

from app.law.words import Words
from app.vocabulary import View

TITLES: Final[Mapping[View, Words]] = {
    View.MINE: Words(sv="Mina", nb="Mine", nn="Mine", en="Mine"),
    View.UNASSIGNED: Words(
        sv="Utan handläggare", nb="Uten saksbehandler", nn="Utan saksbehandlar", en="Unassigned"
    ),
    View.SOON: Words(sv="Inom 7 dagar", nb="Innen 7 dager", nn="Innan 7 dagar", en="Due within 7 days"),
    View.LATE: Words(sv="Försenade", nb="Forsinket", nn="Forseinka", en="Late"),
    View.WAITING: Words(
        sv="Väntar på personen",
        nb="Venter på personen",
        nn="Ventar på personen",
        en="Waiting for the person",
    ),
    View.TRIAGE: Words(sv="Att sortera", nb="Å sortere", nn="Å sortere", en="To sort"),
    View.QUARANTINE: Words(sv="Karantän", nb="Karantene", nn="Karantene", en="Quarantine"),
    View.SUSPECT: Words(sv="Misstänkta", nb="Mistenkelige", nn="Mistenkelege", en="Suspect"),
    View.OPEN: Words(sv="Alla öppna", nb="Alle åpne", nn="Alle opne", en="All open"),
    View.CLOSED: Words(sv="Avslutade", nb="Avsluttede", nn="Avslutta", en="Closed"),
}
