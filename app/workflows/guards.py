"""The conditions of the table, each with the sentence that refuses when it does not hold."""

from app.law.words import Words
from app.vocabulary import Letter, Work
from app.workflows import reasons
from app.workflows.facts import Facts
from app.workflows.machine import Guard


def _guard(name: str, *, sv: str, nb: str, nn: str, en: str) -> Guard:
    """A guard on one fact; a leading "not " asks that it does not hold."""
    fact = name.removeprefix("not ").replace(" ", "_")
    wanted = not name.startswith("not ")
    return Guard(name, lambda facts: bool(getattr(facts, fact)) is wanted, Words(sv=sv, nb=nb, nn=nn, en=en))


IDENTIFIED = _guard(
    "identified",
    sv="Personens identitet är inte bekräftad på den nivå som begäran kräver.",
    nb="Identiteten til personen er ikke bekreftet på det nivået forespørselen krever.",
    nn="Identiteten til personen er ikkje stadfesta på det nivået førespurnaden krev.",
    en="The person's identity is not confirmed at the level this request needs.",
)
UNIDENTIFIED = _guard(
    "not identified",
    sv="Personens identitet är redan bekräftad.",
    nb="Identiteten til personen er allerede bekreftet.",
    nn="Identiteten til personen er allereie stadfesta.",
    en="The person's identity is confirmed already.",
)
IDENTITY_ASKED = _guard(
    "identity asked",
    sv="Personen har inte fått veta vad vi behöver för att bekräfta vem det är.",
    nb="Personen har ikke fått vite hva vi trenger for å bekrefte hvem det er.",
    nn="Personen har ikkje fått vite kva vi treng for å stadfeste kven det er.",
    en="The person has not been told what we need in order to know who they are.",
)
ALL_ANSWERED = _guard(
    "not tasks open",
    sv="Några system har inte svarat.",
    nb="Noen systemer har ikke svart.",
    nn="Nokre system har ikkje svart.",
    en="Some systems have not answered.",
)
ALL_DECIDED = _guard(
    "not undecided",
    sv="Beslut saknas om något som har hittats eller begärts.",
    nb="Det mangler en avgjørelse om noe som er funnet eller bedt om.",
    nn="Det manglar ei avgjerd om noko som er funne eller bede om.",
    en="Something found or claimed has no decision yet.",
)
ALL_REVIEWED = _guard(
    "not unreviewed",
    sv="Några poster är inte granskade.",
    nb="Noen poster er ikke gjennomgått.",
    nn="Nokre postar er ikkje gjennomgått.",
    en="Some items have not been reviewed.",
)
BLOCKS_COMPLETE = _guard(
    "not blocks missing",
    sv="Organisationens register saknar något som artikel 15 kräver.",
    nb="Registeret til virksomheten mangler noe som artikkel 15 krever.",
    nn="Registeret til verksemda manglar noko som artikkel 15 krev.",
    en="The organisation's register lacks something Article 15 asks for.",
)
ANSWER_SENT = _guard(
    "answer sent",
    sv="Svaret har inte skickats.",
    nb="Svaret er ikke sendt.",
    nn="Svaret er ikkje sendt.",
    en="The answer has not been sent.",
)
ANSWER_UNSENT = _guard(
    "not answer sent",
    sv="Svaret har redan skickats.",
    nb="Svaret er allerede sendt.",
    nn="Svaret er allereie sendt.",
    en="The answer has left already.",
)
ANSWER_ARRIVED = _guard(
    "not answer bounced",
    sv="Svaret kom tillbaka. Skicka det på nytt, till en adress som tar emot det.",
    nb="Svaret kom i retur. Send det på nytt, til en adresse som tar imot det.",
    nn="Svaret kom i retur. Send det på nytt, til ei adresse som tek imot det.",
    en="The answer came back; send it again, to an address that takes it.",
)
ANSWER_BOUNCED = _guard(
    "answer bounced",
    sv="Inget svar i det här ärendet har kommit tillbaka.",
    nb="Ingen svar i denne saken har kommet i retur.",
    nn="Ingen svar i denne saka har kome i retur.",
    en="No answer of this case has come back.",
)
RECIPIENTS_TOLD = _guard(
    "not notice owed",
    sv="En underrättelse till en mottagare kom tillbaka. Underrätta på annat sätt och avsluta uppgiften.",
    nb="En underretning til en mottaker kom i retur. Gi beskjed på annen måte og avslutt oppgaven.",
    nn="Eit varsel til ein mottakar kom i retur. Gi beskjed på annan måte og avslutt oppgåva.",
    en="A notice to a recipient came back; tell them in another way and settle the task.",
)
NOTICE_BOUNCED = _guard(
    "notice bounced",
    sv="Ingen underrättelse till en mottagare har kommit tillbaka.",
    nb="Ingen underretning til en mottaker har kommet i retur.",
    nn="Ingen varsel til ein mottakar har kome i retur.",
    en="No notice to a recipient has come back.",
)
FRESH_EXTRACT_SENT = _guard(
    "not fresh extract owed",
    sv="Personen har inte fått ett nytt utdrag som visar den rättade uppgiften.",
    nb="Personen har ikke fått et nytt utdrag som viser den rettede opplysningen.",
    nn="Personen har ikkje fått eit nytt utdrag som viser den retta opplysninga.",
    en="A corrected value has not been shown to the person in a fresh extract.",
)
SEARCHED = _guard(
    "searched",
    sv="Inga system genomsöks för att besvara den här begäran.",
    nb="Ingen systemer gjennomsøkes for å svare på denne forespørselen.",
    nn="Ingen system blir gjennomsøkte for å svare på denne førespurnaden.",
    en="Nothing is searched for to answer this request.",
)
EXTRACT_MADE = _guard(
    "extract made",
    sv="Det finns inget utdrag att ta fram på nytt.",
    nb="Det finnes ikke noe utdrag å lage på nytt.",
    nn="Det finst ikkje noko utdrag å lage på nytt.",
    en="No extract was made that could be made again.",
)
NOT_EXTENDED = _guard(
    "not extended",
    sv="Svarstiden har redan förlängts en gång. Den kan inte förlängas igen.",
    nb="Svarfristen er allerede forlenget én gang. Den kan ikke forlenges igjen.",
    nn="Svarfristen er allereie forlengd éin gong. Han kan ikkje forlengjast igjen.",
    en="The time has been extended once already; it cannot be again.",
)
NOT_OVERDUE = _guard(
    "not overdue",
    sv="Den ursprungliga svarstiden har gått ut. En förlängning måste meddelas innan dess.",
    nb="Den opprinnelige fristen er ute. En forlengelse må meldes før den utløper.",
    nn="Den opphavlege fristen er ute. Ei forlenging må meldast før han går ut.",
    en="The first due date has passed; an extension must be told before it.",
)
EXTENDABLE = _guard(
    "extendable",
    sv="Svarstiden för en begäran av det här slaget kan inte förlängas.",
    nb="Svarfristen for en forespørsel av denne typen kan ikke forlenges.",
    nn="Svarfristen for ein førespurnad av denne typen kan ikkje forlengjast.",
    en="A request of this kind cannot be extended.",
)
REACHABLE = _guard(
    "reachable",
    sv="Personen har ingen e-postadress. Ring, eller skicka ett vanligt brev.",
    nb="Personen har ingen e-postadresse. Ring, eller send et vanlig brev.",
    nn="Personen har inga e-postadresse. Ring, eller send eit vanleg brev.",
    en="The person has no e-mail address; call, or send a letter by post.",
)
LETTER_HELD = _guard(
    "letter held",
    sv="Inget brev som du kan ångra väntar på att skickas.",
    nb="Ingen brev som du kan angre, venter på å bli sendt.",
    nn="Ingen brev som du kan angre, ventar på å bli sende.",
    en="No letter that could be taken back is waiting to leave.",
)
OWNER_ASKED = _guard(
    "owner asked",
    sv="Ingen systemägare har en uppgift som väntar på svar.",
    nb="Ingen systemeier har en oppgave som venter på svar.",
    nn="Ingen systemeigar har ei oppgåve som ventar på svar.",
    en="No owner of a system has a task that waits for an answer.",
)
_NO_ANSWER = Words(
    sv="Inget svar har skrivits än.",
    nb="Det er ikke skrevet noe svar ennå.",
    nn="Det er ikkje skrive noko svar enno.",
    en="No answer has been written yet.",
)
_MORE_TO_ANSWER = Words(
    sv="En annan del av begäran i det här ärendet är inte besvarad.",
    nb="En annen del av forespørselen i denne saken er ikke besvart.",
    nn="Ein annan del av førespurnaden i denne saka er ikkje svart på.",
    en="Another right of this case has not been answered.",
)


def step_is(work: Work) -> Guard:
    """The plan stands at this kind of work."""
    return Guard(f"the step is {work}", lambda facts: facts.work is work, reasons.not_here(work))


def next_is(work: Work) -> Guard:
    """The plan goes on with this kind of work."""
    return Guard(f"next is {work}", lambda facts: facts.next_work is work, reasons.not_next(work))


def answered_by(letter: Letter) -> Guard:
    """The latest answer was written as this letter."""
    return Guard(f"the answer is {letter}", lambda facts: facts.answer_letter is letter, _NO_ANSWER)


def _ended(facts: Facts) -> bool:
    return facts.next_work is None


NOTHING_LEFT = Guard("nothing left", _ended, _MORE_TO_ANSWER)
