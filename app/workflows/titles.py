"""What each action is called, for those who choose among them."""

from app.law.words import Words
from app.vocabulary import Event

TITLES: dict[Event, Words] = {
    Event.ACCEPT: Words(
        sv="Godta begäran", nb="Godta forespørselen", nn="Godta førespurnaden", en="Accept the request"
    ),
    Event.DISMISS: Words(
        sv="Inte en begäran", nb="Ikke en forespørsel", nn="Ikkje ein førespurnad", en="Not a request"
    ),
    Event.MARK_DUPLICATE: Words(
        sv="Märk som dubblett", nb="Merk som duplikat", nn="Merk som duplikat", en="Mark as duplicate"
    ),
    Event.FORWARD: Words(
        sv="Skicka vidare till den personuppgiftsansvariga",
        nb="Send videre til den behandlingsansvarlige",
        nn="Send vidare til den behandlingsansvarlege",
        en="Forward to the controller",
    ),
    Event.REQUEST_IDENTITY: Words(
        sv="Begär mer underlag om identiteten",
        nb="Be om mer dokumentasjon på identiteten",
        nn="Be om meir dokumentasjon på identiteten",
        en="Ask for more about identity",
    ),
    Event.CONFIRM_IDENTITY: Words(
        sv="Bekräfta identiteten", nb="Bekreft identiteten", nn="Stadfest identiteten", en="Confirm identity"
    ),
    Event.CLOSE_UNIDENTIFIED: Words(
        sv="Avsluta: identiteten kan inte bekräftas",
        nb="Avslutt: identiteten kan ikke bekreftes",
        nn="Avslutt: identiteten kan ikkje stadfestast",
        en="Close: identity not confirmed",
    ),
    Event.ASK_CLARIFICATION: Words(
        sv="Be om förtydligande", nb="Be om presisering", nn="Be om presisering", en="Ask for clarification"
    ),
    Event.CLARIFIED: Words(
        sv="Begäran är förtydligad",
        nb="Forespørselen er presisert",
        nn="Førespurnaden er presisert",
        en="Clarified",
    ),
    Event.EXTEND: Words(
        sv="Förläng svarstiden", nb="Forleng svarfristen", nn="Forleng svarfristen", en="Extend the time"
    ),
    Event.CLAIM_CORRECTION: Words(
        sv="Anteckna en begärd rättelse",
        nb="Noter en ønsket retting",
        nn="Noter ei ønskt retting",
        en="Note a correction",
    ),
    Event.DECIDE_CORRECTION: Words(
        sv="Besluta om en rättelse",
        nb="Avgjør en retting",
        nn="Avgjer ei retting",
        en="Decide on a correction",
    ),
    Event.DECIDE_ITEMS: Words(
        sv="Radera eller behåll", nb="Slett eller behold", nn="Slett eller behald", en="Erase or retain"
    ),
    Event.DECIDE: Words(
        sv="Besluten är klara", nb="Avgjørelsene er klare", nn="Avgjerdene er klare", en="Decisions are made"
    ),
    Event.SETTLE_TASK: Words(
        sv="Avsluta en uppgift", nb="Avslutt en oppgave", nn="Avslutt ei oppgåve", en="Settle a task"
    ),
    Event.RETRY_TASK: Words(
        sv="Fråga systemet igen",
        nb="Spør systemet igjen",
        nn="Spør systemet igjen",
        en="Ask the system again",
    ),
    Event.COLLECT_AGAIN: Words(
        sv="Samla in igen", nb="Hent inn igjen", nn="Hent inn igjen", en="Collect again"
    ),
    Event.REVIEW_ITEMS: Words(
        sv="Granska poster", nb="Gå gjennom poster", nn="Gå gjennom postar", en="Review items"
    ),
    Event.APPROVE: Words(sv="Skicka svaret", nb="Send svaret", nn="Send svaret", en="Send the answer"),
    Event.REFUSE: Words(sv="Avslå", nb="Avslå", nn="Avslå", en="Refuse"),
    Event.CLOSE: Words(sv="Avsluta ärendet", nb="Avslutt saken", nn="Avslutt saka", en="Close the case"),
    Event.WITHDRAW: Words(
        sv="Begäran är återkallad",
        nb="Forespørselen er trukket",
        nn="Førespurnaden er trekt",
        en="Withdrawn by the person",
    ),
    Event.ASSIGN: Words(
        sv="Tilldela handläggare", nb="Tildel saksbehandler", nn="Tildel saksbehandlar", en="Assign"
    ),
    Event.NOTE: Words(sv="Skriv en anteckning", nb="Skriv et notat", nn="Skriv eit notat", en="Write a note"),
    Event.SEND_LINK: Words(
        sv="Skicka ny statuslänk",
        nb="Send ny statuslenke",
        nn="Send ny statuslenkje",
        en="Send a new status link",
    ),
    Event.REISSUE_EXTRACT: Words(
        sv="Ta fram utdraget på nytt",
        nb="Lag utdraget på nytt",
        nn="Lag utdraget på nytt",
        en="Make the extract again",
    ),
    Event.HAND_OVER: Words(
        sv="Svaret lämnades på annat sätt",
        nb="Svaret ble gitt på annen måte",
        nn="Svaret vart gitt på annan måte",
        en="Answer handed over",
    ),
    Event.RESEND_ANSWER: Words(
        sv="Skicka svaret på nytt",
        nb="Send svaret på nytt",
        nn="Send svaret på nytt",
        en="Send the answer again",
    ),
    Event.REVOKE_EXTRACT: Words(
        sv="Dra in ett utdrag",
        nb="Trekk tilbake et utdrag",
        nn="Trekk tilbake eit utdrag",
        en="Revoke an extract",
    ),
    Event.WRITE: Words(
        sv="Skriv till personen", nb="Skriv til personen", nn="Skriv til personen", en="Write to the person"
    ),
    Event.RECALL_LETTER: Words(
        sv="Ångra ett brev", nb="Angre et brev", nn="Angre eit brev", en="Take a letter back"
    ),
    Event.REMIND_OWNER: Words(
        sv="Påminn systemägaren",
        nb="Minn systemeieren på det",
        nn="Minn systemeigaren på det",
        en="Remind the owner",
    ),
}
"""Every action a person may take. The person's own words stand in the pages."""
