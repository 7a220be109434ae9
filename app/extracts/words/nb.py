"""Norsk bokmål."""

from app.extracts.words import Sentences, Words

WORDS = Words(
    title={
        "access": "Innsyn i personopplysningene dine",
        "fresh": "Nytt utdrag etter retting",
        "portability": "Opplysningene dine til å ta med deg",
        "erasure": "Svar om sletting",
    },
    lead={
        "access": "Den {received} fikk {organisation} forespørselen din om å få vite hvilke "
        "personopplysninger vi har om deg. Her er svaret: en kopi av opplysningene og en forklaring på "
        "hvordan vi bruker dem.",
        "fresh": "Den {received} fikk {organisation} forespørselen din om retting. Her ser du hva som er "
        "rettet. Deretter følger et nytt utdrag med opplysningene slik de er etter rettingen.",
        "portability": "Den {received} fikk {organisation} forespørselen din om å få ut opplysninger du har "
        "gitt oss. Her er de, i et format som andre tjenester kan lese.",
        "erasure": "Den {received} fikk {organisation} forespørselen din om sletting. Her ser du hva som er "
        "slettet, og hva vi må beholde, hvorfor og hvor lenge.",
    },
    about="Personopplysninger om {person}",
    person="Gjelder",
    reference="Referanse",
    received="Forespørselen kom inn",
    as_of="Opplysningene hentet",
    made="Utdraget laget",
    version="Versjon",
    extent="Omfang",
    extent_value="Antall poster: {items}. Antall systemer: {systems}.",
    contact="Spørsmål? Kontakt oss",
    summary="Sammendrag",
    system="System",
    outcome="Resultat",
    items="Poster",
    withheld_count="Unntatt",
    contents="Innhold",
    information="Slik behandler vi opplysningene dine",
    data="Opplysningene dine, system for system",
    nothing="Her er det ingen poster å vise.",
    number="Nr.",
    field="Opplysning",
    value="Innhold",
    collection="Register",
    ref="Systemets betegnelse",
    purpose="Formål",
    file="Fil i pakken",
    blacked_out="delvis sladdet",
    blacked_out_why="Hvorfor noe er sladdet",
    blacked_out_note="Der det står ■■■, har vi sladdet noe, for eksempel en opplysning om noen andre. "
    "Begrunnelsen står ved hver post.",
    withheld="Opplysninger som ikke utleveres",
    withheld_note="Disse postene finnes, men vi utleverer dem ikke. Begrunnelsen og hjemmelen står ved hver "
    "post. Du kan klage på avgjørelsen.",
    count="Antall",
    reason="Begrunnelse",
    source="Hjemmel",
    corrections="Dette er rettet",
    before="Før",
    after="Etter",
    result="Resultat",
    kept="Dette beholder vi",
    kept_what="Hva",
    statute="Lov",
    keep_until="Beholdes til og med",
    keep_open="Ingen fast dato; se begrunnelsen",
    complain="Hvis du ikke er fornøyd",
    complain_first="Ta gjerne kontakt med {organisation} først, så prøver vi å ordne det som er galt. Du "
    "trenger ikke å gjøre det for å kunne klage.",
    complain_authority="Du har rett til å klage til {authority}. Det er gratis.",
    complain_court="Du har også rett til å få saken prøvd for domstolene.",
    page="Side",
    of="av",
    shortened="Utdraget er stort. Denne PDF-filen viser {shown} av {items} poster. Alle postene finnes i "
    "filene utdrag.html, utdrag.json og i mappen csv i samme pakke.",
    first="Her vises de {shown} første av {items} poster.",
    cut="… {count} tegn til. Hele teksten finnes i utdrag.html.",
    inside="De samme opplysningene i maskinlesbar form ligger ved i denne PDF-filen under navnet "
    "utdrag.json.",
    spelled="Tegn som PDF-filen ikke kan vise, står med sitt engelske navn i hakeparentes, for eksempel "
    "[GRINNING FACE]. I utdrag.html står de som de er.",
    unsure="Noen tegn kan mangle i denne PDF-filen. I utdrag.html står de som de er.",
    instant="{day} kl. {hour}",
    yes="ja",
    no="nei",
    empty="mangler",
    readme="LES-MEG.txt",
    readme_intro="Denne pakken inneholder personopplysninger om {person} fra {organisation}. Referanse: "
    "{reference}.",
    readme_contents="Innholdet i pakken",
    readme_files={
        "pdf": "det du leser eller skriver ut",
        "html": "det samme for nettleseren; alle postene er med",
        "json": "de samme opplysningene for datamaskiner, ett dokument",
        "csv": "de samme opplysningene som tabeller for regneark (UTF-8, komma mellom feltene); en apostrof "
        "først i en celle hindrer at cellen blir tolket som en formel",
        "files": "dokumenter systemene har om deg; tallet først er nummeret på posten i utdraget",
    },
    readme_keep="Innholdet er personlig. Oppbevar det trygt, og ikke send det med vanlig e-post.",
)

SENTENCES = Sentences(
    article={
        **{letter: f"Personvernforordningen artikkel 15 nr. 1 bokstav {letter}" for letter in "abcdefgh"},
        "transfers": "Personvernforordningen artikkel 15 nr. 2",
    },
    heading={
        "a": "Hvorfor vi bruker opplysningene",
        "b": "Hvilke kategorier av opplysninger vi har",
        "c": "Hvem som har fått eller kommer til å få opplysningene",
        "d": "Hvor lenge vi lagrer opplysningene",
        "e": "Rettighetene dine",
        "f": "Slik klager du",
        "g": "Hvor opplysningene kommer fra",
        "h": "Automatiserte avgjørelser",
        "transfers": "Beskyttelse når opplysninger er utenfor EØS",
    },
    intro={
        "a": "Vi bruker opplysningene om deg til disse formålene:",
        "b": "Opplysningene hører til disse kategoriene:",
        "c": "Disse mottakerne har fått eller kommer til å få opplysninger om deg:",
        "d": "Så lenge lagrer vi opplysningene, eller slik avgjør vi hvor lenge vi trenger dem:",
        "e": "Du har rett til å kreve at vi",
        "g": "Opplysningene kommer herfra:",
        "h": "I disse tilfellene blir avgjørelser tatt, eller profiler laget, helt automatisk. Du har rett "
        "til å få en slik avgjørelse vurdert av et menneske.",
        "transfers": "I disse tilfellene er opplysninger i et land utenfor EØS. Slik er de beskyttet:",
    },
    system="System",
    purposes="Formål",
    categories="Kategorier av opplysninger",
    recipient="Mottaker",
    country="Land",
    reason="Hvorfor",
    period="Hvor lenge",
    origin="Kilde",
    logic="Slik foregår det",
    consequences="Hva det betyr for deg",
    safeguard="Beskyttelse",
    place="Hvor",
    no_recipients="Vi har ikke gitt opplysningene til noen utenfor virksomheten og planlegger ikke å gjøre "
    "det.",
    rights=(
        "retter opplysninger som er feil, og utfyller dem som er ufullstendige (artikkel 16)",
        "sletter opplysninger når det ikke lenger er grunn til å ha dem (artikkel 17)",
        "begrenser bruken, for eksempel mens vi undersøker om en opplysning er riktig (artikkel 18)",
        "slutter med en bruk du protesterer mot, alltid ved direkte markedsføring (artikkel 21)",
        "gir deg opplysninger du selv har gitt oss, i et format du kan ta med deg (artikkel 20)",
        "slutter med en bruk du har samtykket til, når du trekker samtykket (artikkel 7 nr. 3)",
    ),
    complaint="Du har rett til å klage til {authority}, som er tilsynsmyndighet. Det er gratis.",
    court="Du har også rett til å få saken prøvd for domstolene (artikkel 79).",
    automated_none="Ingen avgjørelser som har rettsvirkninger for deg, eller som påverker deg på lignende "
    "måte, blir tatt helt automatisk, og det gjelder også profilering (artikkel 22).",
)
