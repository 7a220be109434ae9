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
        "access": "Den {received} fekk {organisation} kravet ditt om å få vite kva personopplysningar vi "
        "har om deg. Her er svaret: ein kopi av opplysningane og ei forklaring på korleis vi bruker dei.",
        "fresh": "Den {received} fekk {organisation} kravet ditt om retting. Her ser du kva som er retta. "
        "Deretter følgjer eit nytt utdrag med opplysningane slik dei er etter rettinga.",
        "portability": "Den {received} fekk {organisation} kravet ditt om å få ut opplysningar du har gitt "
        "oss. Her er dei, i eit format som andre tenester kan lese.",
        "erasure": "Den {received} fekk {organisation} kravet ditt om sletting. Her ser du kva som er "
        "sletta, og kva vi må behalde, kvifor og kor lenge.",
    },
    about="Personopplysningar om {person}",
    person="Gjeld",
    reference="Referanse",
    received="Kravet kom inn",
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
    "Grunnen står ved kvar post.",
    withheld="Opplysningar som ikkje blir utleverte",
    withheld_note="Desse postane finst, men vi utleverer dei ikkje. Grunnen og heimelen står ved sida av. "
    "Du kan klage på avgjerda.",
    count="Tal",
    reason="Grunngiving",
    source="Heimel",
    corrections="Dette er retta",
    before="Før",
    after="Etter",
    result="Resultat",
    verified="Kontrollert i systemet etterpå.",
    not_verified="Enno ikkje kontrollert i systemet.",
    kept="Dette beheld vi",
    kept_what="Kva",
    statute="Lov",
    keep_until="Blir halde til og med",
    keep_open="Ingen fast dato; sjå grunngivinga",
    complain="Om du ikkje er nøgd",
    complain_first="Ta gjerne kontakt med {organisation} først, så prøver vi å ordne det som er gale. "
    "Du må ikkje gjere det for å kunne klage.",
    complain_authority="Du har rett til å klage til {authority}. Det er gratis.",
    complain_court="Du har òg rett til å få saka prøvd for domstolane.",
    page="Side",
    of="av",
    shortened="Utdraget er stort. Denne PDF-fila viser {shown} av {items} postar. Alle postane finst i "
    "filene utdrag.html, utdrag.json og i mappa csv i same pakke.",
    first="Her ser du dei første {shown} av {items} postar.",
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
    readme_intro="Denne pakken inneheld personopplysningar om {person} frå {organisation}. "
    "Referanse: {reference}.",
    readme_contents="Innhaldet i pakken",
    readme_files={
        "pdf": "det du les eller skriv ut",
        "html": "det same for nettlesaren; alle postane er med",
        "json": "dei same opplysningane for datamaskiner, eitt dokument",
        "csv": "dei same opplysningane som tabellar for rekneark (UTF-8, komma mellom felta); "
        "ein apostrof først i ei celle hindrar at cella blir tolka som ein formel",
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
        "b": "Kva slags opplysningar det er",
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
        "b": "Opplysningane er av desse typane:",
        "c": "Desse har fått opplysningar om deg, eller kjem til å få det:",
        "d": "Opplysningane blir lagra så lenge som det står her, eller etter kriteria som står her:",
        "e": "Du har rett til å krevje at vi",
        "g": "Opplysningane kjem herfrå:",
        "h": "I desse tilfella blir avgjerder tekne, eller profilar laga, heilt automatisk. Du har rett til "
        "å få ei slik avgjerd vurdert av eit menneske.",
        "transfers": "I desse tilfella er opplysningar i eit land utanfor EØS. Slik er dei verna:",
    },
    system="System",
    purposes="Formål",
    categories="Typar opplysningar",
    recipient="Mottakar",
    country="Land",
    reason="Kvifor",
    period="Kor lenge",
    origin="Kjelde",
    logic="Slik går det føre seg",
    consequences="Kva det har å seie for deg",
    safeguard="Vern",
    place="Kvar",
    no_recipients="Vi har ikkje gitt opplysningane til nokon utanfor organisasjonen og planlegg ikkje å "
    "gjere det.",
    rights=(
        "rettar opplysningar som er feil, og utfyller dei som er ufullstendige (artikkel 16)",
        "slettar opplysningar når det ikkje lenger er grunn til å ha dei (artikkel 17)",
        "avgrensar bruken, til dømes medan vi undersøkjer om ei opplysning er rett (artikkel 18)",
        "sluttar med ein bruk du protesterer mot, alltid når det gjeld direkte marknadsføring (artikkel 21)",
        "gir deg opplysningar du sjølv har gitt oss, i eit format du kan ta med deg (artikkel 20)",
        "sluttar med ein bruk som byggjer på samtykket ditt, når du trekkjer det tilbake (artikkel 7 nr. 3)",
    ),
    complaint="Du har rett til å klage til {authority}, som er tilsynsorgan. Det er gratis.",
    court="Du har òg rett til å få saka prøvd for domstolane (artikkel 79).",
    automated_none="Inga avgjerd som har rettsverknad for deg, eller som påverkar deg på liknande måte, blir "
    "teken heilt automatisk, og det gjeld òg profilering (artikkel 22).",
)
