"""What each action does, for those who choose among them: one or two sentences beside its title."""

from typing import Final

from app.law.words import Words
from app.vocabulary import Event

E = Event


def _said(sv: str, nb: str, nn: str, en: str) -> Words:
    return Words(sv=sv, nb=nb, nn=nn, en=en)


EXPLAINED: Final[dict[Event, Words]] = {
    E.ACCEPT: _said(
        "Säg vad personen begär. Ärendet börjar, och personen får en bekräftelse.",
        "Si hva personen ber om. Saken begynner, og personen får en bekreftelse.",
        "Sei kva personen ber om. Saka tek til, og personen får ei stadfesting.",
        "Say what the person asks for. The case begins, and the person gets an acknowledgement.",
    ),
    E.DISMISS: _said(
        "Avsluta ärendet som ingen begäran. Personen får veta det; skälet är internt.",
        "Avslutt saken som ingen forespørsel. Personen får vite det; begrunnelsen er intern.",
        "Avslutt saka som ingen førespurnad. Personen får vite det; grunngivinga er intern.",
        "Close the case as no request. The person is told so; the reason is for colleagues.",
    ),
    E.MARK_DUPLICATE: _said(
        "Avsluta ärendet, eftersom ett annat gäller samma sak.",
        "Avslutt saken, fordi en annen gjelder det samme.",
        "Avslutt saka, fordi ei anna gjeld det same.",
        "Close the case because another one is about the same.",
    ),
    E.FORWARD: _said(
        "Avsluta ärendet, eftersom någon annan är ansvarig. Personen får veta vem.",
        "Avslutt saken, fordi noen andre er ansvarlige. Personen får vite hvem.",
        "Avslutt saka, fordi nokon andre er ansvarlege. Personen får vite kven.",
        "Close the case because somebody else is responsible. The person is told who.",
    ),
    E.REQUEST_IDENTITY: _said(
        "Be om mer, vilket kräver rimliga tvivel (artikel 12.6). Svarstiden pausas.",
        "Be om mer, noe som krever rimelig tvil (artikkel 12 nr. 6). Svarfristen stanser.",
        "Be om meir, noko som krev rimeleg tvil (artikkel 12 nr. 6). Svarfristen stansar.",
        "Ask for more, which takes reasonable doubt (Article 12(6)). The clock pauses.",
    ),
    E.CONFIRM_IDENTITY: _said(
        "Anteckna hur personen identifierades och vad som bekräftades.",
        "Noter hvordan personen ble identifisert, og hva som ble bekreftet.",
        "Noter korleis personen vart identifisert, og kva som vart stadfesta.",
        "Record how the person was identified, and what that proved.",
    ),
    E.CLOSE_UNIDENTIFIED: _said(
        "Avslå, eftersom det inte går att bekräfta vem personen är. Personen läser skälet.",
        "Avslå, fordi det ikke går an å bekrefte hvem personen er. Personen leser begrunnelsen.",
        "Avslå, fordi det ikkje går an å stadfeste kven personen er. Personen les grunngivinga.",
        "Refuse because it cannot be confirmed who the person is. The person reads the reason.",
    ),
    E.ASK_CLARIFICATION: _said(
        "Fråga vad personen menar, när begäran är för vid att besvara (skäl 63).",
        "Spør hva personen mener, når forespørselen er for vid til å svare på (fortalepunkt 63).",
        "Spør kva personen meiner, når førespurnaden er for vid til å svare på (fortalepunkt 63).",
        "Ask what is meant, when the request is too wide to answer (Recital 63).",
    ),
    E.CLARIFIED: _said(
        "Personen har förklarat vad som menas. Svarstiden löper igen; skriv hur det blev klart.",
        "Personen har forklart hva som menes. Svarfristen løper igjen; skriv hvordan det ble klart.",
        "Personen har forklart kva som er meint. Svarfristen går igjen; skriv korleis det vart klart.",
        "The person has said what is meant. The clock runs again; write how it became clear.",
    ),
    E.EXTEND: _said(
        "Ta två månader till (artikel 12.3). Det går en gång, och personen får veta varför.",
        "Ta to måneder til (artikkel 12 nr. 3). Det går én gang, og personen får vite hvorfor.",
        "Ta to månader til (artikkel 12 nr. 3). Det går éin gong, og personen får vite kvifor.",
        "Take two months more (Article 12(3)). It can be done once, and the person is told why.",
    ),
    E.CLAIM_CORRECTION: _said(
        "Anteckna en uppgift som personen säger är fel (artikel 16).",
        "Noter en opplysning personen sier er feil (artikkel 16).",
        "Noter ei opplysning personen seier er feil (artikkel 16).",
        "Note a value the person says is wrong (Article 16).",
    ),
    E.DECIDE_CORRECTION: _said(
        "Bestäm om uppgiften ska rättas.",
        "Avgjør om opplysningen skal rettes.",
        "Avgjer om opplysninga skal rettast.",
        "Decide whether the value is corrected.",
    ),
    E.DECIDE_ITEMS: _said(
        "Bestäm vad som ska raderas och vad lagen kräver att vi behåller (artikel 17).",
        "Avgjør hva som skal slettes, og hva loven krever at vi beholder (artikkel 17).",
        "Avgjer kva som skal slettast, og kva lova krev at vi tek vare på (artikkel 17).",
        "Decide what is erased, and what a law requires us to keep (Article 17).",
    ),
    E.DECIDE: _said(
        "Alla beslut är fattade. De genomförs nu i systemen.",
        "Alle avgjørelser er tatt. De gjennomføres nå i systemene.",
        "Alle avgjerder er tekne. Dei blir no gjennomførte i systema.",
        "Every decision is made. They are now carried out in the systems.",
    ),
    E.SETTLE_TASK: _said(
        "Säg hur en uppgift slutade som systemet inte kunde avsluta själv.",
        "Si hvordan en oppgave endte som systemet ikke kunne avslutte selv.",
        "Sei korleis ei oppgåve enda som systemet ikkje kunne avslutte sjølv.",
        "Say how a task ended that a system could not end itself.",
    ),
    E.RETRY_TASK: _said(
        "Fråga ett system igen, eller skriv på nytt till dess ägare.",
        "Spør et system igjen, eller skriv på nytt til eieren.",
        "Spør eit system igjen, eller skriv på nytt til eigaren.",
        "Ask a system again, or write to its owner anew.",
    ),
    E.COLLECT_AGAIN: _said(
        "Genomsök alla system en gång till. Det som är granskat granskas på nytt; skälet är internt.",
        "Gjennomsøk alle systemer én gang til. Det som er gjennomgått, gjennomgås på nytt; begrunnelsen er "
        "intern.",
        "Gjennomsøk alle systema éin gong til. Det som er gjennomgått, må gjennomgåast på nytt; "
        "grunngivinga er intern.",
        "Search every system once more. What was reviewed is reviewed anew; the reason is for colleagues.",
    ),
    E.REVIEW_ITEMS: _said(
        "Bestäm vad personen får av det som hittades.",
        "Avgjør hva personen får av det som ble funnet.",
        "Avgjer kva personen får av det som vart funne.",
        "Decide what the person is given of what was found.",
    ),
    E.APPROVE: _said(
        "Skicka svaret. Utdraget tas fram, och personen får ett brev om var det finns.",
        "Send svaret. Utdraget lages, og personen får et brev om hvor det er.",
        "Send svaret. Utdraget blir laga, og personen får eit brev om kvar det er.",
        "Send the answer. The extract is made, and the person gets a letter that says where it is.",
    ),
    E.REFUSE: _said(
        "Avslå hela begäran (artikel 12.4). Personen får skälen och veta hur man klagar.",
        "Avslå hele forespørselen (artikkel 12 nr. 4). Personen får grunnene og vite hvordan man klager.",
        "Avslå heile førespurnaden (artikkel 12 nr. 4). Personen får grunnane og vite korleis ein klagar.",
        "Refuse the whole request (Article 12(4)). The person is told why and how to complain.",
    ),
    E.CLOSE: _said(
        "Allt är besvarat. Personen får veta att ärendet är avslutat.",
        "Alt er besvart. Personen får vite at saken er avsluttet.",
        "Alt er svart på. Personen får vite at saka er avslutta.",
        "Everything is answered. The person is told that the case is closed.",
    ),
    E.WITHDRAW: _said(
        "Personen har tagit tillbaka sin begäran. Ärendet avslutas; skriv hur du fick veta det.",
        "Personen har trukket forespørselen. Saken avsluttes; skriv hvordan du fikk vite det.",
        "Personen har trekt førespurnaden. Saka blir avslutta; skriv korleis du fekk vite det.",
        "The person has taken the request back. The case is closed; write how you were told.",
    ),
    E.ASSIGN: _said(
        "Ge ärendet till en handläggare.",
        "Gi saken til en saksbehandler.",
        "Gi saka til ein saksbehandlar.",
        "Give the case to a handler.",
    ),
    E.NOTE: _said(
        "Skriv något till kollegorna. Personen ser det inte.",
        "Skriv noe til kollegene. Personen ser det ikke.",
        "Skriv noko til kollegaene. Personen ser det ikkje.",
        "Write something down for colleagues. The person does not see it.",
    ),
    E.SEND_LINK: _said(
        "Skicka en ny länk till statussidan. Den gamla slutar gälla.",
        "Send en ny lenke til statussiden. Den gamle slutter å gjelde.",
        "Send ei ny lenkje til statussida. Den gamle sluttar å gjelde.",
        "Send a new link to the status page. The old one stops working.",
    ),
    E.REISSUE_EXTRACT: _said(
        "Ta fram utdraget på nytt, när det gamla inte längre går att hämta.",
        "Lag utdraget på nytt, når det gamle ikke lenger kan hentes.",
        "Lag utdraget på nytt, når det gamle ikkje lenger kan hentast.",
        "Make the extract again, when the old one can no longer be fetched.",
    ),
    E.RESEND_ANSWER: _said(
        "Skicka svaret igen. Till en annan adress bara om den är bekräftad som personens.",
        "Send svaret på nytt. Til en annen adresse bare hvis den er bekreftet som personens.",
        "Send svaret på nytt. Til ei anna adresse berre dersom ho er stadfesta som personen si.",
        "Send the answer again. Elsewhere only to an address that is proven to be the person's.",
    ),
    E.HAND_OVER: _said(
        "Säg att personen fick svaret på annat sätt än med vårt brev.",
        "Si at personen fikk svaret på annen måte enn med brevet vårt.",
        "Sei at personen fekk svaret på annan måte enn med brevet vårt.",
        "Say that the answer reached the person without a letter of ours.",
    ),
    E.REVOKE_EXTRACT: _said(
        "Gör så att ett utdrag inte längre kan hämtas. Skälet är internt.",
        "Sørg for at et utdrag ikke lenger kan hentes. Begrunnelsen er intern.",
        "Syt for at eit utdrag ikkje lenger kan hentast. Grunngivinga er intern.",
        "Stop an extract from being fetched. The reason is for colleagues.",
    ),
    E.WRITE: _said(
        "Skriv till personen med egna ord. Brevet kan ångras i tio sekunder.",
        "Skriv til personen med egne ord. Brevet kan angres i ti sekunder.",
        "Skriv til personen med eigne ord. Brevet kan angrast i ti sekund.",
        "Write to the person in your own words. The letter can be taken back for ten seconds.",
    ),
    E.RECALL_LETTER: _said(
        "Ta tillbaka ett brev som inte har skickats än.",
        "Ta tilbake et brev som ikke er sendt ennå.",
        "Ta tilbake eit brev som ikkje er sendt enno.",
        "Take back a letter that has not left yet.",
    ),
    E.REMIND_OWNER: _said(
        "Påminn ägaren om vad systemet ska lämna, högst en gång om dagen.",
        "Minn eieren på hva systemet skal levere, høyst én gang om dagen.",
        "Minn eigaren på kva systemet skal levere, høgst éin gong om dagen.",
        "Remind the owner of what the system is to deliver, once a day at most.",
    ),
}
"""Every action a person may take; where none is written the description of its input stands."""
