"""Small words and telling beginnings by which six languages are told apart, also in one-line mails."""

from app.vocabulary import Language

WORDS = {
    Language.SV: """
        och jag inte är att ni era ert er vill mig mej mina min mitt från eller vilka vilken vilket vad hos
        tack hej som på för med när hur här också måste mvh hälsning hälsningar vänliga vänlig någon något
        några skulle eftersom vänligen snälla bort ska blivit går kunna sig genom utan vid samt finns det
        den de en ett av till om i har var kan detta dessa alla allt vår nu inom vem gett ej fått få se
        vara varit sedan utav då namn göra gör nya ny igen inget ingen mer mera dem man vi där
    """,
    Language.NB: """
        jeg ikke og å at dere deres meg hva hvilke hvor fra hei takk vennlig hilsen være vært noe noen mitt
        min mine ønsker gjerne også etter bli har som på vil kan skal ble av nå ei en et det den de hvordan
        hvem eller med når blitt bare vennligst mvh uten tilbake lenger utlevert trekkes fått gått ga fjor
        hvilken er hos til om i for alle alt må få se nye ny navn seg sende disse dette igjen vi mer
        vedlagt fram vår
    """,
    Language.NN: """
        eg ikkje og å at de dykk dykkar meg kva kvar korleis frå hei takk venleg helsing vere vore noko
        nokon nokre mitt min mi mine ynskjer ønskjer gjerne òg etter verte vert har som på vil kan skal
        vart av no kven eller med når berre ein eit ei det den dei difor eigne desse kvifor følgjande heile
        trekkje sidan medan gjere gjeld er hos til om i for alle alt må få sjå nye ny namn namnet seg sende
        dette igjen vi meir lenger fekk ho han slettar sletta rettar
    """,
    Language.DA: """
        jeg ikke og at jer jeres mig hvad hvilke hvor fra hej tak venlig hilsen være været noget nogen
        nogle mit min mine ønsker gerne også efter blive har som på vil kan skal blev af nu en et det den
        de hvordan hvem eller med når bare venligst vh uden hermed tilbage længere fået gået gav omkring er
        hos til om i for alle alt må få se nye ny navn sig sende disse dette igen vi mere bliver blevet
        således denne vær hvornår
    """,
    Language.FI: """
        ja en ei on että minä minun minua minulle minusta te teidän teillä teiltä pyydän haluan haluaisin
        kiitos hei moi terveisin ystävällisin olen olette mitä mikä mistä jos kun tai myös kaikki kaikista
        voisitteko voitteko tämä nämä sekä ole ovat hyvä se ne enää nyt siitä sen niitä sitä miten kuinka
        minut vielä
    """,
    Language.EN: """
        the and i you my to of is please would have your me with that regards dear hello hi not from about
        what which this are on for it be any all can could want request kind sincerely thanks thank a an in
        at or as by was were will do does if so no who how when where been has had am we our they them
        there
    """,
}

BEGINNINGS = {
    Language.SV: """
        registerutdrag rättn rättels radera raderin begär personuppgift uppgift samtyck klagomål dataskydd
        behandling utdrag återkall invändn ansök avregistr nyhetsbrev påminn begräns sparat lagrat felaktig
        information registr artikel
    """,
    Language.NB: """
        innsyn sletting slett retting opplysning personopplysning begjær forespørs samtykk klage personvern
        behandling begrens registrert lagret nyhetsbrev markedsf avmeld artikkel feilaktig uriktig
        søkerlist innsig politia vandels avslag
    """,
    Language.NN: """
        opplysningane opplysningar adressa epostadressa nummeret førespurn innsyn slett retting samtykk
        handsam personvern registrert lagra nyheitsbrev marknadsf søkjarlist avgrens artikkel
        personopplysningane personopplysningar
    """,
    Language.DA: """
        indsigt sletn slet oplysning personoplysning anmod samtykke berigtig indsig rettels databeskyttels
        behandling begræns registrer opbevar nyhedsbrev markedsf afmeld artikel forkert urigtig tilbagetræk
        straffeat børneat
    """,
    Language.FI: """
        tarkast poist oikais tieto tiedo tietoj henkilötie suostum käsittel rekister valitus kantelu
        vastust rajoit siirt uutiskirj markkinoin peruut perun pyyn virheelli korja
    """,
    Language.EN: """
        data access request eras delet personal rectif correct consent complain subject article right
        process restrict portab object information withdraw unsubscrib
    """,
}
