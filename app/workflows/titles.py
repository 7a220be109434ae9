"""What each action is called, for those who choose among them."""

from app.law.words import Words
from app.vocabulary import Event

TITLES: dict[Event, Words] = {
    Event.ACCEPT: Words(sv="Godta begäran", nb="Godta kravet", en="Accept the request"),
    Event.DISMISS: Words(sv="Inte en begäran", nb="Ikke et krav", en="Not a request"),
    Event.MARK_DUPLICATE: Words(sv="Märk som dubblett", nb="Merk som duplikat", en="Mark as duplicate"),
    Event.FORWARD: Words(
        sv="Lämna över till annan ansvarig",
        nb="Send videre til annen ansvarlig",
        en="Forward to the controller",
    ),
    Event.REQUEST_IDENTITY: Words(
        sv="Be om mer för identiteten", nb="Be om mer for identiteten", en="Ask for more about identity"
    ),
    Event.CONFIRM_IDENTITY: Words(sv="Bekräfta identiteten", nb="Bekreft identiteten", en="Confirm identity"),
    Event.CLOSE_UNIDENTIFIED: Words(
        sv="Avsluta: identiteten kan inte bekräftas",
        nb="Avslutt: identiteten kan ikke bekreftes",
        en="Close: identity not confirmed",
    ),
    Event.ASK_CLARIFICATION: Words(
        sv="Be om förtydligande", nb="Be om presisering", en="Ask for clarification"
    ),
    Event.CLARIFIED: Words(sv="Förtydligat", nb="Presisert", en="Clarified"),
    Event.EXTEND: Words(sv="Förläng tiden", nb="Forleng fristen", en="Extend the time"),
    Event.CLAIM_CORRECTION: Words(sv="Anteckna en rättelse", nb="Noter en retting", en="Note a correction"),
    Event.DECIDE_CORRECTION: Words(
        sv="Besluta om en rättelse", nb="Avgjør en retting", en="Decide on a correction"
    ),
    Event.DECIDE_ITEMS: Words(sv="Radera eller behåll", nb="Slett eller behold", en="Erase or retain"),
    Event.DECIDE: Words(sv="Besluten är klara", nb="Avgjørelsene er klare", en="Decisions are made"),
    Event.SETTLE_TASK: Words(sv="Avsluta en uppgift", nb="Avslutt en oppgave", en="Settle a task"),
    Event.RETRY_TASK: Words(sv="Fråga systemet igen", nb="Spør systemet igjen", en="Ask the system again"),
    Event.COLLECT_AGAIN: Words(sv="Samla in igen", nb="Samle inn igjen", en="Collect again"),
    Event.REVIEW_ITEMS: Words(sv="Granska poster", nb="Gå gjennom poster", en="Review items"),
    Event.APPROVE: Words(sv="Skicka svaret", nb="Send svaret", en="Send the answer"),
    Event.REFUSE: Words(sv="Säg nej", nb="Si nei", en="Refuse"),
    Event.CLOSE: Words(sv="Avsluta ärendet", nb="Avslutt saken", en="Close the case"),
    Event.WITHDRAW: Words(sv="Begäran togs tillbaka", nb="Kravet ble trukket", en="Withdrawn by the person"),
    Event.ASSIGN: Words(sv="Ge till handläggare", nb="Gi til saksbehandler", en="Assign"),
    Event.NOTE: Words(sv="Skriv en anteckning", nb="Skriv et notat", en="Write a note"),
    Event.SEND_LINK: Words(sv="Skicka ny statuslänk", nb="Send ny statuslenke", en="Send a new status link"),
    Event.REISSUE_EXTRACT: Words(
        sv="Gör utdraget igen", nb="Lag utdraget på nytt", en="Make the extract again"
    ),
    Event.HAND_OVER: Words(
        sv="Svaret lämnades på annat sätt", nb="Svaret ble gitt på annen måte", en="Answer handed over"
    ),
    Event.RESEND_ANSWER: Words(
        sv="Skicka svaret på nytt", nb="Send svaret på nytt", en="Send the answer again"
    ),
    Event.REVOKE_EXTRACT: Words(sv="Dra in ett utdrag", nb="Trekk tilbake et utdrag", en="Revoke an extract"),
}
"""Every action a person may take. The person's own words stand in the pages."""
