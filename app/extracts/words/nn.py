"""Norsk nynorsk."""

from app.extracts.words import Sentences, Words

WORDS = Words(
    title={
        "access": "Innsyn i personopplysningane dine",
        "fresh": "Nytt utdrag etter retting",
        "portability": "Opplysningane dine til å ta med deg",
        "erasure": "Svar om sletting",
    },
    lead={
        "access": "Den {received} fekk {organisation} førespurnaden din om å få vite kva personopplysningar "
        "vi har om deg. Her er svaret: ein kopi av opplysningane og ei forklaring på korleis vi bruker dei.",
        "fresh": "Den {received} fekk {organisation} førespurnaden din om retting. Her ser du kva som er "
        "retta. Deretter følgjer eit nytt utdrag med opplysningane slik dei er etter rettinga.",
        "portability": "Den {received} fekk {organisation} førespurnaden din om å få ut opplysningar du har "
        "gitt oss. Her er dei, i eit format som andre tenester kan lese.",
        "erasure": "Den {received} fekk {organisation} førespurnaden din om sletting. Her ser du kva som er "
        "sletta, og kva vi må behalde, kvifor og kor lenge.",
    },
    about="Personopplysningar om {person}",
    person="Gjeld",
    reference="Referanse",
    received="Førespurnaden kom inn",
    as_of="Opplysningane henta",
    made="Utdraget laga",
    version="Versjon",
    extent="Omfang",
    extent_value="Talet på postar: {items}. Talet på system: {systems}.",
    contact="Spørsmål? Kontakt oss",
    summary="Samandrag",
    system="System",
    outcome="Resultat",
    items="Postar",
    withheld_count="Unnatekne",
    contents="Innhald",
    information="Slik behandlar vi opplysningane dine",
    data="Opplysningane dine, system for system",
    nothing="Her er det ingen postar å vise.",
    number="Nr.",
    field="Opplysning",
    value="Innhald",
    collection="Register",
    ref="Nemninga i systemet",
    purpose="Formål",
    file="Fil i pakken",
    blacked_out="delvis sladda",
    blacked_out_why="Kvifor noko er sladda",
    blacked_out_note="Der det står ■■■, har vi sladda noko, til dømes ei opplysning om nokon andre. "
    "Grunngivinga står ved kvar post.",
    withheld="Opplysningar som ikkje blir utleverte",
    withheld_note="Desse postane finst, men vi utleverer dei ikkje. Grunngivinga og heimelen står ved kvar "
    "post. Du kan klage på avgjerda.",
    count="Tal",
    reason="Grunngiving",
    source="Heimel",
    corrections="Dette er retta",
    before="Før",
    after="Etter",
    result="Resultat",
    kept="Dette beheld vi",
    kept_what="Kva",
    statute="Lov",
    keep_until="Blir halde til og med",
    keep_open="Ingen fast dato; sjå grunngivinga",
    complain="Om du ikkje er nøgd",
    complain_first="Ta gjerne kontakt med {organisation} først, så prøver vi å ordne det som er gale. Du "
    "treng ikkje å gjere det for å kunne klage.",
    complain_authority="Du har rett til å klage til {authority}. Det er gratis.",
    complain_court="Du har òg rett til å få saka prøvd for domstolane.",
    page="Side",
    of="av",
    shortened="Utdraget er stort. Denne PDF-fila viser {shown} av {items} postar. Alle postane finst i "
    "filene utdrag.html, utdrag.json og i mappa csv i same pakke.",
    first="Her ser du dei {shown} første av {items} postar.",
    cut="… {count} teikn til. Heile teksten finst i utdrag.html.",
    inside="Dei same opplysningane i maskinlesbar form ligg ved i denne PDF-fila under namnet utdrag.json.",
    spelled="Teikn som PDF-fila ikkje kan vise, står med det engelske namnet sitt i hakeparentes, til dømes "
    "[GRINNING FACE]. I utdrag.html står dei som dei er.",
    unsure="Nokre teikn kan mangle i denne PDF-fila. I utdrag.html står dei som dei er.",
    instant="{day} kl. {hour}",
    yes="ja",
    no="nei",
    empty="manglar",
    readme="LES-MEG.txt",
    readme_intro="Denne pakken inneheld personopplysningar om {person} frå {organisation}. Referanse: "
    "{reference}.",
    readme_contents="Innhaldet i pakken",
    readme_files={
        "pdf": "det du les eller skriv ut",
        "html": "det same for nettlesaren; alle postane er med",
        "json": "dei same opplysningane for datamaskiner, eitt dokument",
        "csv": "dei same opplysningane som tabellar for rekneark (UTF-8, komma mellom felta); ein apostrof "
        "først i ei celle hindrar at cella blir tolka som ein formel",
        "files": "dokument systema har om deg; talet først er nummeret på posten i utdraget",
    },
    readme_keep="Innhaldet er personleg. Ta vare på det på ein trygg stad, og ikkje send det med vanleg "
    "e-post.",
)

SENTENCES = Sentences(
    article={
        **{letter: f"Personvernforordninga artikkel 15 nr. 1 bokstav {letter}" for letter in "abcdefgh"},
        "transfers": "Personvernforordninga artikkel 15 nr. 2",
    },
    heading={
        "a": "Kvifor vi bruker opplysningane",
        "b": "Kva kategoriar av opplysningar vi har",
        "c": "Kven som har fått eller kjem til å få opplysningane",
        "d": "Kor lenge vi lagrar opplysningane",
        "e": "Rettane dine",
        "f": "Slik klagar du",
        "g": "Kvar opplysningane kjem frå",
        "h": "Automatiserte avgjerder",
        "transfers": "Vern når opplysningar er utanfor EØS",
    },
    intro={
        "a": "Vi bruker opplysningane om deg til desse formåla:",
        "b": "Opplysningane høyrer til desse kategoriane:",
        "c": "Desse mottakarane har fått eller kjem til å få opplysningar om deg:",
        "d": "Så lenge lagrar vi opplysningane, eller slik avgjer vi kor lenge vi treng dei:",
        "e": "Du har rett til å krevje at vi",
        "g": "Opplysningane kjem herfrå:",
        "h": "I desse tilfella blir avgjerder tekne, eller profilar laga, heilt automatisk. Du har rett til "
        "å få ei slik avgjerd vurdert av eit menneske.",
        "transfers": "I desse tilfella er opplysningar i eit land utanfor EØS. Slik er dei verna:",
    },
    system="System",
    purposes="Formål",
    categories="Kategoriar av opplysningar",
    recipient="Mottakar",
    country="Land",
    reason="Kvifor",
    period="Kor lenge",
    origin="Kjelde",
    logic="Slik går det føre seg",
    consequences="Kva det har å seie for deg",
    safeguard="Vern",
    place="Kvar",
    no_recipients="Vi har ikkje gitt opplysningane til nokon utanfor verksemda og planlegg ikkje å gjere "
    "det.",
    rights=(
        "rettar opplysningar som er feil, og utfyller dei som er ufullstendige (artikkel 16)",
        "slettar opplysningar når det ikkje lenger er grunn til å ha dei (artikkel 17)",
        "avgrensar bruken, til dømes medan vi undersøkjer om ei opplysning er rett (artikkel 18)",
        "sluttar med ein bruk du protesterer mot, alltid ved direkte marknadsføring (artikkel 21)",
        "gir deg opplysningar du sjølv har gitt oss, i eit format du kan ta med deg (artikkel 20)",
        "sluttar med ein bruk du har samtykt til, når du trekkjer samtykket (artikkel 7 nr. 3)",
    ),
    complaint="Du har rett til å klage til {authority}, som er tilsynsstyresmakt. Det er gratis.",
    court="Du har òg rett til å få saka prøvd for domstolane (artikkel 79).",
    automated_none="Inga avgjerd som har rettsverknad for deg, eller som påverkar deg på liknande måte, blir "
    "teken heilt automatisk, og det gjeld òg profilering (artikkel 22).",
)
