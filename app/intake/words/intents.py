"""What a mail may be beside a request: a reminder, a question how it goes, an agent's letter, an answer."""

from app.intake.words.signs import Sign

INTENTS = {
    Sign.I_CHASER: """
        påminnelse*, påminner om min|mitt|mina|registerutdrag*|ärende*, påminna om
        min|mitt|registerutdrag*, inte|ej|aldrig .. fått|hört|erhållit|mottagit ..
        svar|besked|något|återkoppling, inte hört, inte fått svar, fortfarande inte, väntar
        fortfarande|ännu, uppföljning av, följer upp, ännu inte, har inte återkommit, andra gången jag,
        purring, purrer, purre, påminning*, minner om mitt|min|kravet, ikke|ikkje ..
        fått|hørt|mottatt|høyrt|motteke .. svar|noe|noko|frå|fra, venter fortsatt|fremdeles|enda, ventar
        framleis|enno, fortsatt ikke, framleis ikkje, oppfølging av, rykker*, rykke, ikke ..
        fået|hørt|modtaget .. svar|noget|fra, venter stadig, stadig ikke, opfølgning på, muistutu*,
        muistutan, en ole .. saanut .. vastaus*, en ole vieläkään, odotan edelleen|yhä, vieläkään,
        reminder*, still waiting, second request, follow up, following up, chasing, have not|havent|not ..
        received|heard .. response|reply|answer|back|anything|from, no response, overdue, yet to receive,
        more than a month ago, over a month ago
    """,
    Sign.I_STATUS: """
        hur går det med, hur långt har, vad händer med, när kan jag förvänta, när får jag svar, status
        på|för|i|gällande min|mitt|ärende*|saken, hur ligger, lägesbesked, har ni hunnit, har ni
        raderat|rättat|tagit, hvordan går det med, hvor langt har, status på|for|i saken|saka|min|innsyn*,
        når kan jeg|eg forvente|få|vente, korleis går det med, kor langt, har dere slettet|rettet|fått
        slettet, hvordan går det, hvornår kan jeg, hvornår får jeg, status på min, har i slettet|rettet,
        missä vaihee*, milloin saan, miten .. etenee|edistyy, onko .. käsitelty, tilanne, status of|on, any
        update*|news, how is .. going|progressing, when can|will|should i, have you
        deleted|erased|corrected
    """,
    Sign.I_AGENT: """
        fullmakt*, ombud, juridiskt ombud, på uppdrag av, för min klients räkning, å .. vägnar, för ..
        räkning, företräder, min klient*, min huvudman*, på .. vegne av|av|, på vegne av|af, på vegner av,
        representerer, fuldmagt*, partsrepræsentant, repræsenterer, min klients, valtakirja*, valtuutettu*,
        valtuutettuna, päämie*, asiakkaani, edustan, puolesta, on behalf of, power of attorney, mandate, my
        client*, authorised representative, authorized representative, letter of authority, acting for
    """,
    Sign.I_FORWARDED: """
        vi har fått in en|ett|följande begäran|registerutdrag*|förfrågan, vi har mottagit|fått
        en|ett|följande begäran|registerutdrag*|förfrågan|radering*|mejl*|önskemål, vidarebefordrar,
        vidarebefordras, nedan|följande begäran .. inkommit, har inkommit till oss, kandidat ..
        vill|önskar|begär, vi har mottatt|fått et|en|ein|eit|følgende
        innsyn*|krav*|begjæring*|forespørsel*|førespurnad*, videresender, vidaresender, oversender, vi har
        modtaget en|et|følgende anmodning*|indsigt*|sletning*|henvendelse*, videresendes, kandidaten ..
        ønsker|ønskjer|vil, olemme saaneet|vastaanottaneet .. pyyn*|tarkastuspyyn*|poistopyyn*, välitän,
        välitämme, edelleenlähet*, we have|weve received a|an|the .. request*|sar|dsar|access|erasure,
        forwarding .. request*|below|this|mail, please see|find below .. request*|from, forwarded request,
        one of our candidates, one of your .. candidates|consultants, on behalf of our joint
    """,
    Sign.I_ANSWER: """
        här är uppgifterna|informationen|dokumenten ni|du bad|efterfrågade|behövde, här kommer
        koden|uppgifterna, koden är, verifieringskod*, som ni bad om, svar på er fråga|förfrågan, bekräftar
        min identitet, her er opplysningene|informasjonen|koden|dokumentasjonen dere|du|er|ba, koden er,
        som dere ba om, som de bad om, her er oplysningerne|koden|informationen i|er|som|du, som i bad om,
        tässä|ohessa .. pyytämänne|pyytämäsi|koodi, koodi on, here is|are the .. you
        asked|requested|needed|code, the code is, my code is, as you requested, as requested by you,
        verification code
    """,
}
