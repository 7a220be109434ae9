"""What a request is and what only sounds like one: quotes, templates, reminders, agents, other business."""

import pytest

from app.intake.classify import Verdict, classify, newest_text
from app.intake.decode import decode
from app.vocabulary import Right
from tests.letters import mail_bytes
from tests.pace import at_most


def verdict(subject: str, body: str = "", headers: str = "") -> Verdict:
    return classify(decode(mail_bytes(subject, body, headers=headers)))


def rights(found: Verdict) -> set[str]:
    return {right.right.value for right in found.rights}


OTHER_BUSINESS = """
Registerutdrag från Polisen; Utdrag ur belastningsregistret; Bifogar mitt registerutdrag; Registerutdrag för arbete inom HVB
Registerutdrag för arbete inom skola och barnomsorg; Ska jag ta med registerutdrag till intervjun?; misstankeregistret
Begäran om utdrag – belastningsregister 442.11; Politiattest; Vandelsattest; Straffeattest; Børneattest; Rikosrekisteriote
criminal record extract; registreringsbevis från bolagsregistret; fastighetsutdrag lantmäteriet; utdrag från folkbokföringen
kreditupplysning; utdrag ur betygsregister; Brønnøysund firmaattest; grunnboksutskrift; kaupparekisteriote; tingbogsattest
Begäran om allmän handling; begär ut handlingar i upphandling; Innsynsbegjæring – dokument 24/1234; Aktindsigt
Innsyn etter offentleglova; ber om innsyn i rettsbok; innsyn i sluttinnlegg; Asiakirjapyyntö; Julkisuuslaki
Rättelse av faktura 1023; Rättning av lönespecifikation; Rättning av tidrapport; Retting av faktura; Oikaisu laskuun
Berigtigelse af faktura; Sletting av avtale; Sletting av time; Radera bokningen; Oikaisuvaatimus; Valitus päätöksestä
Överklagande; Omprövning; Invändning mot utmätning; Invändning mot patent; Invändning mot faktura; Klage på vedtak
Klage på karakter; Innsigelse til reguleringsplan; Indsigelse mod lokalplan; Jobbansökan; Spontanansökan
CV och personligt brev; Ansökan – uppdaterat CV; Trekker søknaden min; Återtar min ansökan; Avbokar intervju
Referens: Anna Svensson; uppdatera min e-postadress i ansökan; You have been unsubscribed; Få koll på era registerutdrag!
GDPR-kurs: rätten till radering; tillgång till systemet; access to building; ta bort mig från schemat
begränsning av ansvar; portabel dator; samtycke till behandling; jag samtycker; radera skärmen; objection, your honour
GDPR request – open link; Ny privacy policy; Personuppgiftsincident; Personuppgiftsbiträdesavtal
"""
PHRASES = [
    phrase.strip() for line in OTHER_BUSINESS.split("\n") for phrase in line.split(";") if phrase.strip()
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_words_in_other_senses_open_nothing(phrase: str) -> None:
    for subject, body in ((phrase, ""), ("Hej", phrase), (phrase, f"{phrase}. Mvh Kim")):
        found = verdict(subject, body)
        assert found.decision != "open_case", found
        assert all(right.confidence < 0.75 for right in found.rights), found


TEMPLATES = {
    "nb": """Jeg ber om innsyn etter artikkel 15 og om informasjon om: a) formålene med behandlingen;
b) hvilke kategorier opplysninger det gjelder; c) mottakerne; d) hvor lenge opplysningene lagres;
e) retten til å be om retting eller sletting av personopplysninger eller begrensning av behandlingen eller til å protestere;
f) retten til å klage til en tilsynsmyndighet; g) hvor opplysningene stammer fra; h) forekomsten av automatiserte avgjørelser.
Hvis dere ikke svarer innen en måned, vil jeg klage til Datatilsynet. Jeg forbeholder meg retten til å kreve sletting senere.""",
    "da": """Jeg anmoder efter artikel 15 om indsigt i mine personoplysninger og om information om:
- formålene med behandlingen
- modtagerne
- retten til at anmode om berigtigelse eller sletning eller begrænsning af behandling eller til at gøre indsigelse
- retten til at indgive klage til en tilsynsmyndighed
- forekomsten af automatiske afgørelser, herunder profilering
Hvis I ikke svarer inden en måned, klager jeg til Datatilsynet.""",
    "fi": """Pyydän tietosuoja-asetuksen 15 artiklan nojalla pääsyä henkilötietoihini sekä tiedot seuraavista:
a) käsittelyn tarkoitukset
b) vastaanottajat
c) oikeus pyytää tietojen oikaisemista tai poistamista tai käsittelyn rajoittamista tai vastustaa käsittelyä
d) oikeus tehdä valitus valvontaviranomaiselle
e) automaattisen päätöksenteon olemassaolo
Jos ette vastaa kuukauden kuluessa, teen valituksen tietosuojavaltuutetulle.""",
    "en": """Please provide access to my personal data under Article 15, together with: the purposes; the recipients;
the existence of the right to request from the controller rectification or erasure of personal data or restriction of
processing or to object to such processing; the right to lodge a complaint with a supervisory authority; the existence of
automated decision-making, including profiling; the appropriate safeguards for transfers to a third country.
If you do not normally deal with these requests, please pass this letter to your Data Protection Officer.
I reserve the right to lodge a complaint. Without prejudice to my right to erasure at a later date.""",
}


@pytest.mark.parametrize("language", TEMPLATES)
def test_a_template_for_access_asks_for_access_alone(language: str) -> None:
    found = verdict("", TEMPLATES[language])
    assert rights(found) == {"access"}
    assert found.decision == "open_case"
    assert found.language == language


def test_a_letter_may_exercise_several_rights_at_once() -> None:
    body = """I am hereby requesting immediate erasure of personal data concerning me according to Article 17 GDPR.
In case I have given consent to the processing of my personal data, I am hereby withdrawing said consent.
In addition, I am objecting to the processing of personal data concerning me, including profiling, according to Article 21.
I also request that you restrict the processing of my data until the request is dealt with."""
    found = verdict("Request to erase", body)
    assert rights(found) == {"erasure", "consent_withdrawal", "objection", "restriction"}


REPLY = """Hej! Vilken tid börjar jag på måndag?

Från: HR <hr@firm.example>
Skickat: den 3 mars 2026 10:00
Till: Kim
Ämne: Välkommen

Du har rätt att få ett registerutdrag. Skicka ett mejl med rubriken ”Registerutdrag”.
Vill du att vi raderar dina personuppgifter skriver du till oss.
"""


def test_policy_text_below_a_reply_is_no_request() -> None:
    found = verdict("SV: Välkommen", REPLY)
    assert found.decision == "not_a_request"
    assert found.rights == ()


@pytest.mark.parametrize(
    "quote",
    [
        "Den 3 mars 2026 kl. 10:00 skrev Firman <hr@firm.example>:\n> {0}",
        "On Tue, 3 Mar 2026 at 10:00, HR\n<hr@firm.example> wrote:\n\n> {0}",
        "tir. 3. mars 2026 kl. 10:00 skrev HR <hr@firm.example>:\n> {0}",
        "ti 3. maalisk. 2026 klo 10.00 HR (hr@firm.example) kirjoitti:\n> {0}",
        "-----Ursprungligt meddelande-----\nFrån: HR\nTill: Kim\nÄmne: Hej\n\n{0}",
        "-----Opprinnelig melding-----\nFra: HR\n\n{0}",
        "Lähettäjä: HR <hr@firm.example>\nLähetetty: 3.3.2026\nVastaanottaja: Kim\nAihe: Hei\n\n{0}",
        "*From:* HR\n*Sent:* 3 March 2026\n*To:* Kim\n*Subject:* Hello\n\n{0}",
    ],
)
def test_quoted_text_is_not_the_newest(quote: str) -> None:
    mail = decode(mail_bytes("Re: Hej", "Tack, vi ses!\n\n" + quote.format("Radera mina uppgifter.")))
    assert newest_text(mail) == "Tack, vi ses!"
    assert classify(mail).decision != "open_case"


def test_answers_between_quoted_lines_are_new() -> None:
    mail = decode(mail_bytes("SV: Hej", "> Vill du vara kvar?\nNej, radera mina uppgifter.\n> Mvh HR"))
    assert newest_text(mail) == "Nej, radera mina uppgifter."
    assert rights(classify(mail)) == {"erasure"}


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "VB: Kandidat",
            "Kan du ta detta?\n\n---------- Vidarebefordrat meddelande ----------\nFrån: Ali <ali@home.example>\nDatum: 3 mars\nÄmne: Hej\nTill: hr@firm.example\n\nKan ni radera alla uppgifter ni har om mig?",
        ),
        (
            "Fwd: Hei",
            "fyi\n\nBegin forwarded message:\n\nFrom: Ola\nSubject: Hei\n\nSlett alt dere har om meg.",
        ),
        (
            "VL: Hei",
            "Lähettäjä: Aino <aino@home.example>\nLähetetty: 3.3.2026\nVastaanottaja: HR\nAihe: Hei\n\nPoistakaa tietoni.",
        ),
    ],
)
def test_a_forward_keeps_the_request_inside(subject: str, body: str) -> None:
    found = verdict(subject, body)
    assert rights(found) == {"erasure"}
    assert "forwarded text" in found.rights[0].because


def test_a_forwarded_mail_as_attachment_is_searched() -> None:
    raw = (
        b"From: rec@firm.example\nSubject: Till er\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSe bifogat.\n"
        b"--b\nContent-Type: message/rfc822\n\nFrom: ali@home.example\nSubject: Hej\n\nRadera mitt CV, tack.\n--b--\n"
    )
    mail = decode(raw)
    assert mail.forwarded[0].sender.address == "ali@home.example"
    assert rights(classify(mail)) == {"erasure"}


@pytest.mark.parametrize(
    ("subject", "body", "intent"),
    [
        ("Påminnelse: registerutdrag", "Jag begärde det den 3 mars men har inte fått svar.", "chaser"),
        ("Purring: innsyn", "Jeg har ikke hørt noe.", "chaser"),
        ("Rykker", "Jeg har ikke modtaget svar på min indsigtsanmodning", "chaser"),
        ("Muistutus", "En ole saanut vastausta tarkastuspyyntööni", "chaser"),
        ("Admonition: Request according to Art. 15", "I have not received a reply.", "chaser"),
        ("Begäran", "Jag återkallar min begäran om registerutdrag.", "withdraw_request"),
        ("Hei", "Jeg trekker forespørselen min om innsyn.", "withdraw_request"),
        ("Status", "Hur går det med mitt ärende om radering?", "status_question"),
        ("VS: innsyn", "Vi har mottatt et innsynskrav fra Ola. Se under.", "processor_forward"),
        ("Kod", "Här är uppgifterna ni bad om: 123456", "answer_to_us"),
    ],
)
def test_other_intents_get_a_second_look(subject: str, body: str, intent: str) -> None:
    found = verdict(subject, body)
    assert intent in found.intents
    assert found.decision == "triage"


def test_a_condition_is_no_reminder_and_no_complaint() -> None:
    body = "Jag vill ha ett registerutdrag. Om jag inte fått svar inom en månad klagar jag till IMY."
    found = verdict("Begäran", body)
    assert found.intents == ()
    assert rights(found) == {"access"}
    assert found.decision == "open_case"


def test_an_agent_asks_for_somebody_else() -> None:
    found = verdict("Fullmakt", "På vegne av min klient krever jeg innsyn i alle opplysninger om min klient.")
    assert "agent" in found.intents
    assert rights(found) == {"access"}
    assert found.decision == "open_case"


def test_a_denied_erasure_is_no_erasure() -> None:
    assert rights(verdict("", "Do not delete my data but stop using it.")) == {"restriction"}
    assert rights(
        verdict("", "Jag vill inte att ni raderar mina uppgifter. Jag vill ha ett registerutdrag.")
    ) == {"access"}


def test_withdrawing_an_application_is_not_withdrawing_consent() -> None:
    found = verdict("Ansökan", "Jag återtar min ansökan till tjänsten.")
    assert "withdraw_application" in found.intents
    assert Right.CONSENT_WITHDRAWAL not in {right.right for right in found.rights}


def test_automated_mail_is_automated_but_lists_pass_people_on() -> None:
    away = "Auto-Submitted: auto-replied\n"
    assert verdict("Automatisk svar: Registerutdrag", "Jag är på semester.", away).decision == "automated"
    for body in (
        "Jag är på semester. Begäran om registerutdrag skickas till dpo@firm.example.",
        "Vill du ha ett registerutdrag, mejla dpo@firm.example.",
    ):
        assert verdict("Autosvar: Registerutdrag", body, away).decision == "automated"
    asked = verdict("Frånvaro i mars", "Hej, radera alla mina uppgifter om frånvaro.")
    assert (asked.decision, rights(asked)) == ("triage", {"erasure"})
    told = "Så begär du ett registerutdrag. Läs mer på webben. Avsluta prenumerationen."
    assert verdict("Nyhetsbrev", told, "List-Id: <news.firm.example>\n").decision == "automated"
    shared = "Precedence: list\nList-Id: <dataskydd.firm.example>\n"
    assert verdict("Begäran om registerutdrag", "", shared).decision == "triage"
    passed_on = verdict("Hej", "Radera alla mina uppgifter.", "List-Id: <privacy.firm.example>\n")
    assert passed_on.decision == "triage"
    assert rights(passed_on) == {"erasure"}
    assert verdict("Nytt i maj", "Vårens nyheter.", "List-Id: <news.firm.example>\n").decision == "automated"


def test_what_cannot_be_read_goes_to_a_person() -> None:
    assert classify(decode(b"")).decision == "triage"
    assert verdict("", "").decision == "triage"
    letter = b"From: a@b.example\nSubject: \nContent-Type: application/pdf; name=brev.pdf\n\n%PDF-1.4"
    assert classify(decode(letter)).decision == "triage"


def test_personal_data_without_a_clear_wish_goes_to_a_person() -> None:
    assert verdict("GDPR", "Hej, jag har en fråga om mina uppgifter.").decision == "triage"


def test_the_same_mail_always_gets_the_same_verdict() -> None:
    mail = decode(mail_bytes("GDPR", "Skicka ett registerutdrag och radera sedan mina uppgifter."))
    assert classify(mail) == classify(mail)


@pytest.mark.parametrize(
    "text",
    [
        "mina uppgifter " * 5000,
        "min cv radera ändra " * 5000,
        "radera, " * 5000,
        "a" * 100_000,
        "x@" * 50_000,
        "Från: a\n" * 50_000,
        "Den 3 mars skrev " * 5000,
        "> " * 50_000,
        "r\ufffdtta " * 5000,
        "Ã¤" * 50_000,
        ". " * 50_000,
        "\n- " * 50_000,
    ],
)
def test_hostile_text_is_classified_in_time(text: str) -> None:
    for raw in (mail_bytes("Hej", text), mail_bytes(text, "Hej"), mail_bytes("Re: " * 5000, "")):
        mail = decode(raw)
        with at_most(1):
            classify(mail)
