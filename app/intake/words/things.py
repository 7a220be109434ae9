"""What a request is about: data, profiles, fields, registers, consent, marketing, decisions."""

from app.intake.words.signs import Sign

THINGS = {
    Sign.DATA: """
        uppgifter*~, uppgifterna, uppgiften, uppgift om, *uppgifter*, information, informationen, infon,
        info, data, datan, datana, datat, dataene, *opplysning*, opplysning*~, informasjon*, *informasjon*,
        *information, *informationen, kontaktinfo*, *oplysning*, oplysning*~, informasjonen, informationer,
        informationerne, tieto, tietoa, tiedot, tiedon, tietoja*, tietojen*, tiedoi*, tietoni*, tietojani*,
        tiedoista*, tiedoistani, *tiedot, *tietoja*, *tietojen, details, records, record,
        personinformation*, historik*, upplysningar, upplysningarna, registrering, registreringen,
        registreringar, uppgiftena, infoen, kandidatdata, persondata, testdata, kandidatinfo*
    """,
    Sign.PDATA: """
        personuppgift*~, person uppgift*, personopplysning*~, personoplysning*~, persondata*,
        personlig|personliga|personlige data|info|information*|opplysning*|uppgift*|oplysning*,
        henkilötie*~, henkilökohtai* tieto*|tiedo*|tiedot, personal data|information|details|info, my data
    """,
    Sign.MY_DATA: """
        tietoni*, tietojani, tietojeni, tiedoistani, tiedoissani, tietoihini, tiedostani, henkilötietoni*,
        henkilötietojani, henkilötietojeni, henkilötiedoistani, henkilötietoihini, tietoa itsestäni, omat
        tieto*|tiedo*|tiedot|tietoni|henkilötie*, omien tieto*|tiedo*|tietojen|tietojeni|henkilötie*, omia
        tieto*|tietojani, egne|eigne|egna|egen
        opplysning*|oplysning*|uppgift*|data|personopplysning*|personoplysning*, the data|information you
        have|hold|keep|store|stored|held on|about me, the .. data|information|details .. you
        hold|have|keep|store
    """,
    Sign.MY_PROFILE: """
        profiilini*, tilini*, käyttäjätilini*, cvni, cvtäni, ansioluettelo*ni, ansioluetteloni*, kuvani*,
        kuviani, hakijaprofiilini*, valokuvani*
    """,
    Sign.MY_FIELD: """
        osoitteeni*, osoitettani, nimeni*, nimeäni, sukunimeni*, sukunimeäni, etunimeni*, puhelinnumeroni*,
        puhelinnumeroani, numeroni*, sähköpostini*, sähköpostiosoitteeni*, sähköpostiosoitettani,
        henkilötunnukseni*, syntymäaikani*, koulutukseni*, tutkintoni*, ajokorttini*, ammattini*, titelini,
        kotiosoitteeni*, työhistoriani*
    """,
    Sign.PROFILE: """
        cv, cvt, material, materialet, dokument*, papper, papperen, papirer, papirene, papirerne,
        documents, papers, paperit, paperini, testresultat*, testsvar*, test result*, anteckning*, notat*,
        noter, notes, recording*, inspelning*, opptak*, optagelse*, video*, intyg, omdöme*, assessment*,
        testitulo*, muistiinpano*, file, files, mappa, mappe, mappen, personalmapp*, personalakt*,
        personalmappe*, brukernavn*, medlemskap*, cvet, cven, cvn, cver, profil, profilen, profiler,
        profilside*, profilbild*, profilbilde*, *profil, *profilen, konto, kontot, kontoen, kontoer,
        *konto, *kontoen, brukaren, brukeren, brugeren, meritförteckning*, bild, bilder, bilden, bilde,
        bildet, bildene, billede, billeder, billedet, foto, fotot, fotografi*, kuva, kuvat, personliga
        brev, brukerprofil*, bruker, bruger, brukar, brukarkonto*, account, accounts, profile, profiles,
        resume, photo, photos, picture, pictures, profiili*, tili, tilin, ansioluettelo*, valokuva*,
        kandidatkort*, personkort*, kandidatprofil*, jobbprofil*, jobprofil*, filmer, video, videon,
        videoen, ljudfil*, lydfil*
    """,
    Sign.FIELD: """
        *adress*, adress*, address*, addresse*, namn, namnet, *namn, *namnet, navn, navnet, *navn, *navnet,
        nimi, nimen, nimel*, nimes*, sukunimi*, sukunime*, name, surname, osoite, osoitte*,
        sähköpostiosoi*, telefon*, mobilnummer*, mobiltelefon*, mobilen, *nummer, *nummeret, *numret,
        numret, nummer, nummeret, phone, *phone, number, numero, numeron, puhelin*, mejl, mejlen, mail,
        mailen, epost, eposten, email, emailadress*, sähköposti*, personnummer*, fødselsnummer*, fødsel*,
        födel*, cpr*, henkilötunnu*, syntymä*, birth, birthday, dateofbirth, dob, utbildning*, utdanning*,
        uddannelse*, koulutu*, education*, examen*, eksamensår*, degree, qualification*, tutkin*, körkort*,
        førerkort*, kørekort*, ajokort*, licence, license, anställning*, anställningar, anställningstid*,
        ansettels*, ansættels*, titel, titeln, stilling, stillingstit*, tittel*, yrke, yrket, yrkestit*,
        arbetsgivare, medborgarskap*, statsborgerskap*, nationality, kompetens*, kompetanse*, civilstånd*,
        sivilstatus, kön, kjønn*, gender, pronomen, arbeidserfaring*, arbetslivserfarenhet*, språk,
        språkkunskap*, experience, work history, employment history, job title, kontaktperson*, nuorempi,
        työhistoria*, *bevis, *beviset, fagbrev*, sertifikat*, certifikat*, certificate*, diplom*,
        truckkort*, truckførerbevis*, legitimation, todistu*, kielitaito*, pätevy*, meriter, mobilnr,
        telefonnr, telnr, tlf, tlfnr, mobil, initial*, middle name, mellomnavn*, mellannamn*, postnummer*,
        ort, bostadsort, bosted, bopæl, hemort, kotipaikk*
    """,
    Sign.REGISTER: """
        register, registret, registren, registeret, registre, registrene, *register, *registret,
        *registeret, databas*, database*, *databas, *databasen, *database, system, systemet, systemer,
        systemen, systems, *system, *systemet, rekister*, *rekister*, tietokan*, järjestelm*,
        kandidatbank*, cvbank*, cvbase, kartotek*, kartotekk*, arkiv*, arkivet, records, files, server*,
        kandidatdatabas*, bemanningsdatabas*, talent pool*, talentpool*, talangpool*, talangbank*,
        hakijapank*, kandidatpool*, candidate pool
    """,
    Sign.ALL: """
        allt, alla, allting, alltihop, alt, alle, alt sammen, altsammen, samtlige, samtliga, kaikki,
        kaiken, kaikkia, kaikista, everything, all, any, anything, entire, noe, noget, något, mitään, nokon
    """,
    Sign.IT: """
        dem, dom, dessa, detta, det, den, allt, alltihop, desse, disse, dette, de, dei, alle, alt, alt
        sammen, altsammen, ne, nämä, niitä, ne kaikki, kaikki, kaiken, se, sen, sitä, them, it, everything,
        these, this, that, all of it, the lot
    """,
    Sign.ANSWER: """
        bekräftelse*, kvittens, kvitto, besked, svar, återkoppling, bekreftelse*, tilbakemelding*,
        bekræftelse*, kvittering, vahvistus*, vastaus*, vastaust*, ilmoitus, confirmation, reply, answer,
        response, receipt, acknowledgement
    """,
    Sign.CONSENT: """
        samtyck*~, medgivande*, godkännande, samtykk*~, samtykke*, aksept, aksepten, suostumu*, suostun,
        consent, consents, consented, permission, authorisation, authorization, tillåtelse, tillåtelsen,
        tillstånd*, godkännandet, tillatelse*, løyve*, godkjenning*, godkjennelse*, tilladelse*,
        godkendelse*, lupani, lupaa, luvan, lupa, hyväksynt*, approval
    """,
    Sign.PROCESSING: """
        behandling, behandlingen, behandlingar, *behandlingen, databehandling*, personuppgiftsbehandling*,
        handsaming*, käsittely, käsittelyn, käsittelyä, käsittelemist*, processing, profilering*,
        profilerad, profileres, profiling, profilointi*, profiloin*, användning, användningen, bruken,
        brugen, bruk av, brug af, kartlägg*, scoring
    """,
    Sign.LEGITIMATE: """
        intresseavvägning*, berättigat|berättigade intresse*, berettiget|berettigede interesse*,
        rettmessig*|rettkomen interesse*, interesseavveining*, interesseavvejning*,
        oikeutettu|oikeutetun|oikeutettuun etu*|edu*, legitimate interest*
    """,
    Sign.MARKETING: """
        nyhetsbrev*, nyheitsbrev*, nyhedsbrev*, nyhetsmejl*, nyhetsmail*, reklam, reklamen, reklame,
        reklamer, reklamutskick*, reklamemail*, reklamepost*, *reklam, direktreklam*, utskick, utskicken,
        utskickslist*, massutskick*, mejllist*, maillist*, mailinglist*, mailing list*, sändlist*,
        epostlist*, epostliste*, kontaktlist*, kontaktliste*, smslist*, mailliste*, marknadsför*,
        direktmarknadsför*, markedsfør*, direktemarkedsfør*, direkte markedsføring, marknadsføring*,
        erbjudanden, erbjudande*, jobberbjud*, era|deres|jeres|dykkar|your|fler|flera|flere|fleire|more
        mejl|mail|mails|epost|eposter|eposten, era|deres|jeres|dykkar|your|fler|flera|flere|fleire|more
        eposten|emails|sms|messages|meldinger|meddelanden|meldingar, flere|fleire|fler|flera|more
        tilbud|tilbod|erbjud*|offers, tilbud|tilbod på epost|mail|sms, jobbtilbud*, offers, jobbforslag*,
        jobbförslag*, kampanj*, prenumerat*, prenumerer*, abonnement, jobbmejl*, jobbmail*, jobbtips,
        jobbannonser, jobbvarsl*, jobvarsl*, jobagent*, jobmail*, jobbagent*, jobbevakning*,
        jobbførespurnad*, spam, skräppost, tilbudsmail*, utsending*, utsendelse*, udsendelse*, reklamesms,
        telemarketing*, salgshenvendelse*, säljsamtal*, försäljningssamtal*, uutiskirj*, markkinoin*,
        suoramarkkinoin*, postituslist*, mainos*, mainoks*, mainont*, sähköpostilist*, tarjousviest*,
        newsletter*, marketing, mailings, mailshot*, email list, distribution list, promotional,
        promotions, promo, advertis*, adverts, ads, job alert*, jobalert*, your list, email blast*, sales
        call*, stillingsannons*, jobannonc*, jobopslag*, stillingsopslag*, vacancies, vacancy alerts, job
        ads, job offers, työpaikkailmoitu*, työpaikkavink*, jobberbjudanden, annonser, annoncer, promos
    """,
    Sign.REQUEST: """
        begäran, begära, förfrågan, ärendet, ärende, framställan, begjæring*, forespørsel*, forespørselen,
        førespurnad*, anmodning*, anmoding*, anmodningen, kravet mitt, kravet, saken min, saka mi, sagen,
        pyyntö, pyyntöni, pyynnön, pyynnöstäni, request, requests, innsynskrav*, innsynsbegjæring*,
        tarkastuspyynt*, poistopyynt*
    """,
    Sign.APPLICATION: """
        ansökan, ansökning*, jobbansökan, søknad, søknaden, søknadar, søknader, jobbsøknad*, ansøgning*,
        jobansøgning*, hakemus*, hakemuks*, työhakemu*, application, applications, kandidatur*, candidacy,
        candidature
    """,
    Sign.MACHINE: """
        maskinläsbar*~, maskinlesbar*~, maskinlæsbar*~, maskinlasbar*, koneellisesti luettav*|luettavassa,
        koneluettav*, machine readable, machinereadable*, strukturerat format|och|allmänt|maskin*,
        strukturert format|og|maskin*, struktureret format|og|alm*, jäsennel*, structured format,
        structured commonly, commonly used, json, csv, csvfil, xml, excelfil med alla
    """,
    Sign.ELSEWHERE: """
        annan|andra|ny|nytt|annat|någon leverantör*|tjänst*|bolag*|firma*|företag*|byrå*,
        annan|andra|ny|nytt|annat|någon arbetsgivare*|bemanning*|plattform*|ställe|håll|system, på annat
        håll, konkurrent*, annen|anna|andre|ny|nytt|et annet
        leverandør*|tjeneste*|teneste*|firma*|selskap*, annen|anna|andre|ny|nytt|et annet
        byrå*|arbeidsgiver*|bemanning*|plattform*|system*|aktør*, anden|andet|ny|nyt|en anden
        udbyder*|tjeneste*|firma*|virksomhed*|bureau*|arbejdsgiver*|platform*|vikarbureau*,
        toiselle|toiseen|uudelle|uuteen
        palvel*|yrity*|järjestelm*|henkilöst*|työnantaj*|toimij*|rekisterinpitä*,
        another|other|new|different
        provider*|service*|company|agency|employer*|controller*|platform*|recruiter*|supplier*
    """,
    Sign.AUTOMATIC: """
        automatisk*, automatiser*, automatiskt, autoavslag*, automatgen*, algoritm*, robot*, maskinellt,
        maskinelt, dator, datorn, datamaskin*, computeren, datorprogram*, automatisert*, automatiseret*,
        automaatti*, automatisoi*, algoritmi*, tekoäly*, automat*, algorithm*, bot, botten, computer,
        machine alone, =ai, =ai-baserad, kunstig intelligens, ki, =ki, artificial, software decided, av ett
        system, by a machine, maskin, en maskin
    """,
    Sign.DECISION: """
        beslut*, avslag*, avslog*, avvisad*, avvisat, nekad*, nekades, sållad*, bortsållad*, bortsorter*,
        urval*, ratad*, avböj*, bedöm*, betygsat*, rankad*, poängs*, avgjørelse*, avgjerd*, avslått, avslo,
        avvise*, valgt bort, bortvalgt, vedtak*, beslutning*, avvist*, utsil*, utsortert*, vraket,
        vurdering*, vurdert, siling*, frasortert*, afgørelse*, afslag*, afslået, afvis*, frasorter*,
        sortere*|sorteret fra, päätö*, päätt*, hylkä*, hylät*, hylsi*, karsi*, seulo*, seulott*, decision*,
        decide*, reject*, refused, declined, turned down, screened, screening, filtered, ranked, ranking,
        scored, score
    """,
    Sign.HUMAN: """
        människa, människor, mänsklig*, manuell*, manuellt, handläggare, saksbehandler*, saksbehandlar*,
        sagsbehandler*, käsittelijä, en person, riktig person, någon som, någon hos er, rekryterare,
        menneske, mennesker, menneskelig*, menneskeleg*, manuel*, manuelt, en ekte person, noen hos dere,
        nokon hos, rigtigt menneske, ihmi*, manuaali*, human*, real person, a person, somebody, someone,
        manually, manual, living person
    """,
    Sign.SUPPLIER: """
        underleverantör*, personuppgiftsbiträd*~, underbiträd*, biträden, leverantör*, systemleverantör*,
        databehandler*, underdatabehandler*, underleverandør*, leverandør*, databehandlar*, leverandørar*,
        underdatabehandlere, käsittelijö*, henkilötietojen käsittelij*, alihankki*, alikäsittelij*,
        toimittaj*, palveluntarjoaj*, data processor*, subprocessor*, sub processor*, processors,
        suppliers, vendors, third party|parties, subcontractor*, service provider*, it supplier*
    """,
    Sign.SAFEGUARD: """
        skyddsåtgärd*, standardavtalsklausul*, standardklausul*, tredjeland*, tredje land, tredjelän*,
        utanför eu|ees|europa, överföring* till usa, beskyttelsestiltak*, overføringsgrunnlag*,
        standardkontrakt*, standard kontrakt*, utenfor eu|eøs|europa, utanfor eu|eøs, tryggingstiltak*,
        overførselsgrundlag*, uden for eu|eøs|europa, standardbestemmelse*, fornødne garantier, garantier,
        suojatoim*, vakiolausek*, vakiosopimuslausek*, kolmansiin|kolmannen maihin|maahan|maan,
        euetan|eun|etan ulkopuol*, safeguard*, standard contractual, sccs, third countr*, outside the
        eu|eea|eueea|european, transfers to the us, transfer impact
    """,
    Sign.POLICY: """
        integritetspolicy*, personuppgiftspolicy*, dataskyddspolicy*, dataskyddsombud*, personvernombud*,
        personvernerklæring*, databeskyttelsesrådgiver*, privatlivspolitik*, persondatapolitik*,
        tietosuojaselost*, tietosuojavastaav*, rekisteriselost*, privacy policy, privacy notice, data
        protection officer, =dpo, rättslig grund, rettslig grunnlag, retsgrundlag*, rettsleg grunnlag,
        behandlingsgrunnlag*, oikeusperust*, legal basis, lawful basis, gallringsrutin*, gallring*,
        slettefrist*, lagringstid*, lagringstider, oppbevaringstid*, opbevaringsperiod*, säilytysaik*,
        retention, personuppgiftsansvarig*
    """,
    Sign.APPLICANT_LIST: """
        søkerliste*~, søkerlist*, søkarliste*, søkjarliste*~, søkjarlista*, søkerlista, offentlig|offentleg
        søk*liste*, ansøgerliste*, sökandelista*, sökandeförteckning*, hakijaluettelo*, hakijalist*,
        applicant list, applicants list, list of applicants, public list
    """,
    Sign.PRIVACY: """
        personuppgift*, dataskydd*, gdpr*, imy, integritetsskydd*, integritet, datainspektion*,
        dataombudsman*, personvern*, datatilsyn*, personopplysning*, personoplysning*, databeskyttelse*,
        persondata*, tietosuoja*, henkilötie*, data protection, privacy, personal data|information,
        registerutdrag*, databehandling*, tietoturva*, ico, uppgifter om mig, information om mig,
        opplysningene mine, opplysningane mine, mine opplysninger|oplysninger|opplysningar, mina uppgifter,
        my data|information, tietojeni, tietojani, innsynskrav*, innsynsbegjæring*, indsigtsanmodning*,
        dsar*, =sar, subject access
    """,
    Sign.BREACH: """
        brudd, brot på, brudd på, bryter mot, bröt mot, brutit mot, brutt, brote, bryt, overtråd*, rikoi*,
        brott mot, brud på, bryder, overtræd*, i strid med, kränk*, krenk*, krænk*, rikko*, loukka*,
        breach*, violat*, infring*, unlawful*, olaglig*, ulovlig*, lainvastai*
    """,
    Sign.AUTHORITY: """
        imy, integritetsskyddsmyndigheten, datainspektion*, datatilsyn*, tietosuojavaltuute*,
        dataombudsman*, supervisory authority, ico, information commissioner*, tilsynsmyndig*,
        tillsynsmyndig*
    """,
    Sign.OTHER_THING: """
        schema, schemat, schemaläg*, arbetspass*, passet, skift, skiftet, vaktplan*, vaktliste*, vagtplan*,
        turnus*, vuorolist*, rota, schedule*, rostering, grupp, gruppen, gruppe, gruppetråd*, chatten,
        chatt, chat, möte, mötet, møte, møtet, møde, mødet, meeting*, kalender*, calendar, kopielist*,
        kopilist*, cclist*, tråden, thread, skärm*, skjerm*, skærm, screen, lösenord*, passord*,
        adgangskode*, salasana*, password*, fil, filen, fila, bilaga*, vedlegg*, attachment*, excelfil*,
        annons*, annonse*, annonce*, möbl*, lampa*, nyckel*, nøkkel*, kommentar*, inlägg*, innlegg*, rad,
        sidan, hemsida*, fel|feil|forkert|forkerte|wrong|väärä|väärälle
        person|personen|mottaker|mottagare|modtager|recipient, viruset, virus, bug, buggen, detta mejl*,
        detta meddelande*, dette brevet, denne eposten, denne meldingen, denne mail, denne meddelelse, tämä
        viesti*, this email|message|mail|communication, vakt, vakta, vakten, vakter, vaktene, vagt, vagten,
        vagter, vuoro, vuoroni, vuoron, vuorot, shifts, utkast, utkastet, draft, drafts, luonnos*,
        namnskylt*, navneskilt*, name badge, badge, stolen, skåp*, skap, locker, jacka, kläder, klær,
        arbeidsklær, arbetskläder, uniform*, fel|feil|forkert|forkerte|wrong
        kund|kunde|kunden|kunder|client|customer|chef|sjef|företag|firma|avdeling|avdelning, väärälle
        asiakkaalle|henkilölle
    """,
}
