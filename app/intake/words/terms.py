"""Words that name a right outright: the headings people copy from policies, templates and the law."""

from app.intake.words.signs import Sign

TERMS = {
    Sign.T_ACCESS: """
        registerutdrag*~, regutdrag*, gdprutdrag*, gdpr utdrag, reg utdrag, personuppgiftsutdrag*,
        dataskyddsutdrag*, begäran|begär|önskar|rätt|rätten om|till tillgång, utdrag ur|från|av
        ert|er|era|register*, utdrag ur register*|registret|databas*, granskningsbegäran*~,
        granskningsrätt*, begäran om information gdpr, utdrag på|över mina, registerutdrack*, innsyn,
        innsynet, insyn, inssyn, innsynn, innsynsbegjæring*~, innsynsbegjering*, innsynskrav*~,
        innsynsrett*~, innsynsforespørsel*~, krav|begjæring|forespørsel|rett|retten på|om|til innsyn, be om
        personlig data, gdpr innsyn, indsigt, indsigten, insigt, indsikt, insikt i mine|mina|egne, innsikt
        i mine|hva|egne|personopplysning*|opplysning*, indsigtsanmodning*~, indsigtsbegæring*~,
        indsigtsret*~, indsigtsbegjæring*, egenacces*, tarkastuspyyn*~, tarkastusoikeu*~, tarkistuspyyn*,
        tietopyynt*, tietopyyn*, rekisteriote*, rekisteritieto* tarkast*, omien tietojen tarkast*,
        gdprtietopyynt*, henkilötietojen tarkast*, pääsy|pääsyä tietoihini|omiin, subject access, sar,
        dsar*, =sar, data access, right of access, right to access, access request*, data subject access,
        artikel|artikkel|article|artiklan|artikeln|art|artikkelen 15, 15 artikl*|art,
        artikel|artikkel|article|art 151|153, 15 artiklan, gdpr 15
    """,
    Sign.T_RECTIFICATION: """
        rättning av|utav information|uppgift*|personuppgift*|infomation|data|information, rättning
        information|uppgifter, ratting|rättnig|ratning av information|uppgifter, begäran om
        rättelse|rättning, rätten till rättelse, rättelsebegäran*, rättelse av
        uppgift*|personuppgift*|information, krav|begjæring|forespørsel|anmodning om retting|rettelse,
        rettekrav*, rettelse|retting av
        opplysninger|personopplysning*|oplysning*|feil|forkerte|mine|opplysningar, retting av opplysn*,
        anmodning om berigtigelse|rettelse, berigtigelse af, berigtigelsesanmodning*, ret til berigtigelse,
        oikaisupyyn*~, korjauspyyn*~, tietojen oikais*|korja*, henkilötietojen oikais*|korja*, oikeus
        oikaista, rectification request*, request for rectification|correction, right to rectification,
        data correction, correction of personal|my|data, artikel|artikkel|article|art|artiklan 16, 16
        artikl*
    """,
    Sign.T_ERASURE: """
        begäran om radering, bortglömd*~, rätten|rätt att bli glömd|raderad|bortglömd|borttagen,
        raderingsbegäran*, dataradering*, gdpr radering, radering av
        mina|personuppgift*|uppgift*|data|konto|cv|profil, glöm mig,
        krav|begjæring|forespørsel|anmodning|ønske om sletting|sletning, slettekrav*, slettebegjæring*,
        slettemelding, retten|rett til å bli glemt|slettet|gløymd|sletta, retten til sletting, sletting av
        mine|personopplysning*|opplysning*|data|profil*|cv|konto|brukar*|bruker*, anmodning om sletning,
        sletteanmodning*, retten|ret til at blive glemt|slettet, ret til sletning, sletning af
        mine|personoplysning*|oplysning*|data|profil*|cv|konto, poistopyyn*~, poistamispyyn*, oikeus tulla
        unohdetuksi, unohdetuksi, tietojen poist*, profiilin poist*, tietojeni poist*, henkilötietojen
        poist*, tilin poist*, erasure request*, deletion request*, data deletion, data erasure, right to be
        forgotten|deleted, right to erasure|deletion, request for erasure|deletion, account deletion,
        erasure of my|personal, deletion of my|personal, artikel|artikkel|article|art|artiklan 17, 17
        artikl*
    """,
    Sign.T_RESTRICTION: """
        begränsning|begränsa av|utav behandling*, rätt|rätten till begränsning, begränsningsbegäran*,
        behandlingsbegränsning*, begrensning av behandling*|bruk*, krav om begrensning,
        avgrensing|avgrensning av behandling*|bruk*|handsaming*, begrænsning af behandling*|brug*,
        anmodning om begrænsning, ret til begrænsning, käsittelyn rajoit*, rajoittamispyyn*~,
        rajoituspyyn*, restriction of processing|use|my, restrict processing, restriction request, right to
        restriction, artikel|artikkel|article|art|artiklan 18, 18 artikl*
    """,
    Sign.T_PORTABILITY: """
        dataportabilitet*~, portabilitet*~, data portabilit*, portabilitetsbegäran*, rätt|rätten till
        dataportabilitet, siirtooikeu*, siirto oikeu*, siirto-oikeu*, siirtopyyn*, tietojen siirt* ..
        järjestelm*|toise*, siirrettävyy*, portability, dataportability, data export request,
        artikel|artikkel|article|art|artiklan 20, 20 artikl*
    """,
    Sign.T_OBJECTION: """
        invändning|invända|protest|protestera|innsigelse|indsigelse|innvending mot|mod
        behandling*|handsaming*|profilering*, motsette|sette seg|meg imot|mot|behandling*, rätt|rätten att
        invända|göra invändning*, retten til å protestere, ret til indsigelse, vastustamisoikeu*~,
        vastustamispyyn*, käsittelyn vastust*, objection to processing|profiling|your, object to
        processing|your, right to object, artikel|artikkel|article|art|artiklan 21, 21 artikl*, protest mot
        behandling*
    """,
    Sign.T_CONSENT: """
        återkallelse|återkallande|återkalla av|mitt samtycke*, samtyckesåterkall*, vill|kan|önskar .. inte
        .. vara|stå|längre .. referens*, referens .. längre, ikke|ikkje|inte ..
        referanse|referansen|reference|referens lenger|lengre|længere|meir|längre, ikke .. stå|være|vere ..
        referanse*|reference*, en .. suosittelija*, no longer .. reference|referee, do not .. be|act ..
        reference|referee, tilbaketrekking|tilbakekalling|tilbaketrekning av samtykk*|aksept,
        tilbagetrækning|tilbagekaldelse af samtykke*, stryk|ta|slett|fjern|remove|slet mig|meg|me
        bort|som|as|fra|from referens*|referanse*|reference*, suostumuksen peru*, consent withdrawal,
        withdrawal of consent, revocation of consent, artikel|artikkel|article|art 73,
        artikel|artikkel|article|art 7
    """,
    Sign.T_COMPLAINT: """
        klagomål på|om|över|mot|rörande|gällande personuppgift*|behandling*|hanter*|gdpr,
        personuppgiftsklagomål, klage på|over|om behandling*|personvern*|personopplysning*, klage
        på|over|om personoplysning*|databehandling*|handsaming*|håndtering*, brudd|brot|brud på
        personvern*|gdpr|persondata*, anmälan|anmäla .. till imy|datainspektion*|integritetsskydd*, klage
        til datatilsyn*, personvernklage*, gdprklage*, gdpr klage|klagomål|valitus|complaint,
        kantelu|valitus .. henkilötie*|tietosuoja*, tietosuojavalitus*, tietosuojakantelu*, data protection
        complaint, privacy complaint, complaint about|regarding .. data|privacy|processing|gdpr,
        artikel|artikkel|article|art 77
    """,
    Sign.T_AUTOMATED: """
        automatiserat|automatiserade|automatisert|automatiserte|automatiserede|automatiseret
        beslut*|avgjørels*|avgjerd*|afgørelse*|beslutning*|individuell*, automatiserad behandling,
        automatisoi* päätö*|päätök*, automated decision*|individual|decisionmaking|processing, automatic
        decision*, artikel|artikkel|article|art|artiklan 22, 22 artikl*, rein automatisk, solely automated
    """,
}
