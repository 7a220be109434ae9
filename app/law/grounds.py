"""Why a request may be refused: the plain sentence for the person, and the sources behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.errors import InvalidInput
from app.law.articles import Article
from app.law.words import Words
from app.vocabulary import Country, Language, RefusalGround, Right


@dataclass(frozen=True)
class Ground:
    """A ground: its sentence, its places in the GDPR, and national statutes in the country's own language.

    A ground that is `national` exists only where a country has a statute for it. `rights` are those it can
    refuse; None says all of them.
    """

    sentence: Words
    articles: tuple[Article, ...]
    statutes: Mapping[Country, str] = field(default_factory=dict[Country, str])
    national: bool = False
    rights: frozenset[Right] | None = None


_GIVING_OUT: Final = frozenset({Right.ACCESS, Right.PORTABILITY})
_ERASING: Final = frozenset({Right.ERASURE, Right.OBJECTION, Right.CONSENT_WITHDRAWAL})
_ACCURACY: Final = frozenset({Right.RECTIFICATION, Right.RESTRICTION})


GROUNDS: Final[Mapping[RefusalGround, Ground]] = {
    RefusalGround.MANIFESTLY_UNFOUNDED: Ground(
        Words(
            sv="Vi bedömer att din begäran är uppenbart ogrundad. Det är vi som ska kunna visa varför.",
            nb="Vi mener at forespørselen din er åpenbart grunnløs. Det er vi som må kunne vise hvorfor.",
            nn="Vi meiner at førespurnaden din er openbert grunnlaus. Det er vi som må kunne vise kvifor.",
            en="We consider your request manifestly unfounded. It is for us to show why.",
        ),
        (Article(12, 5),),
    ),
    RefusalGround.EXCESSIVE: Ground(
        Words(
            sv="Vi bedömer att din begäran är orimlig. Det är vi som ska kunna visa varför.",
            nb="Vi mener at forespørselen din er overdreven. Det er vi som må kunne vise hvorfor.",
            nn="Vi meiner at førespurnaden din er overdriven. Det er vi som må kunne vise kvifor.",
            en="We consider your request excessive. It is for us to show why.",
        ),
        (Article(12, 5),),
    ),
    RefusalGround.CANNOT_IDENTIFY: Ground(
        Words(
            sv="Vi kan inte avgöra vilka uppgifter som gäller dig. Du får gärna lämna mer information som "
            "gör det möjligt.",
            nb="Vi kan ikke avgjøre hvilke opplysninger som gjelder deg. Du kan gi oss mer informasjon som "
            "gjør det mulig.",
            nn="Vi kan ikkje avgjere kva opplysningar som gjeld deg. Du kan gi oss meir informasjon som gjer "
            "det mogleg.",
            en="We cannot tell which data are about you. You may give us more information that makes it "
            "possible.",
        ),
        (Article(11, 2), Article(12, 2)),
    ),
    RefusalGround.RIGHTS_OF_OTHERS: Ground(
        Words(
            sv="Om vi lämnade ut uppgifterna skulle det skada andras rättigheter eller friheter.",
            nb="Hvis vi utleverte opplysningene, ville det gå ut over andres rettigheter eller friheter.",
            nn="Om vi utleverte opplysningane, ville det gå ut over rettane eller fridommane til andre.",
            en="Disclosing the data would harm the rights or freedoms of others.",
        ),
        (Article(15, 4), Article(20, 4)),
        {
            Country.NO: "personopplysningsloven § 16 første ledd bokstav f",
            Country.DK: "databeskyttelsesloven § 22, stk. 1",
            Country.FI: "tietosuojalaki (1050/2018) 34 §",
        },
        rights=_GIVING_OUT,
    ),
    RefusalGround.LEGAL_OBLIGATION: Ground(
        Words(
            sv="En lag kräver att vi sparar uppgifterna. Vi raderar dem när den tiden har gått ut.",
            nb="En lov krever at vi tar vare på opplysningene. Vi sletter dem når den tiden er ute.",
            nn="Ei lov krev at vi tek vare på opplysningane. Vi slettar dei når den tida er ute.",
            en="A law requires us to keep the data. We erase them when that time is over.",
        ),
        (Article(17, 3, "b"),),
        {
            Country.SE: "7 kap. 2 § bokföringslagen (1999:1078)",
            Country.NO: "bokføringsloven § 13",
            Country.DK: "bogføringsloven (lov nr. 700/2022) § 12",
            Country.FI: "kirjanpitolaki (1336/1997) 2 luku 10 §",
        },
        rights=_ERASING,
    ),
    RefusalGround.LEGAL_CLAIMS: Ground(
        Words(
            sv="Vi behöver uppgifterna för att kunna fastställa, göra gällande eller försvara rättsliga "
            "anspråk.",
            nb="Vi trenger opplysningene for å kunne fastsette, gjøre gjeldende eller forsvare rettskrav.",
            nn="Vi treng opplysningane for å kunne fastsetje, gjere gjeldande eller forsvare rettskrav.",
            en="We need the data to establish, exercise or defend legal claims.",
        ),
        (Article(17, 3, "e"),),
        rights=_ERASING,
    ),
    RefusalGround.SECRECY: Ground(
        Words(
            sv="Uppgifterna omfattas av sekretess eller tystnadsplikt. Därför får vi inte lämna ut dem till "
            "dig.",
            nb="Opplysningene er underlagt taushetsplikt. Derfor kan vi ikke utlevere dem til deg.",
            nn="Opplysningane er underlagde teieplikt. Difor kan vi ikkje utlevere dei til deg.",
            en="The data are covered by a duty of secrecy, so we may not disclose them to you.",
        ),
        (Article(23, 1),),
        {
            Country.SE: "5 kap. 1 § dataskyddslagen (2018:218)",
            Country.NO: "personopplysningsloven § 16 første ledd bokstav d",
            Country.DK: "databeskyttelsesloven § 22",
            Country.FI: "tietosuojalaki (1050/2018) 34 §",
        },
        national=True,
        rights=_GIVING_OUT,
    ),
    RefusalGround.DRAFT_OR_NOTE: Ground(
        Words(
            sv="Uppgifterna finns bara i utkast eller minnesanteckningar som inte har lämnats ut till någon "
            "annan.",
            nb="Opplysningene finnes bare i tekst vi har skrevet for intern saksforberedelse, og som ikke er "
            "gitt til andre.",
            nn="Opplysningane finst berre i tekst vi har skrive for intern saksførebuing, og som ikkje er "
            "gitt til andre.",
            en="The data are only in drafts or notes for internal use that nobody else has been given.",
        ),
        (Article(23, 1),),
        {
            Country.SE: "5 kap. 2 § dataskyddslagen (2018:218)",
            Country.NO: "personopplysningsloven § 16 første ledd bokstav e",
        },
        national=True,
        rights=_GIVING_OUT,
    ),
    RefusalGround.ACCURATE: Ground(
        Words(
            sv="Vi har kontrollerat uppgifterna och bedömer att de stämmer. Du kan lämna en egen kommentar, "
            "som vi sparar tillsammans med dem.",
            nb="Vi har kontrollert opplysningene og mener at de stemmer. Du kan gi oss en egen kommentar, "
            "som vi lagrer sammen med dem.",
            nn="Vi har kontrollert opplysningane og meiner at dei stemmer. Du kan gi oss ein eigen "
            "kommentar, som vi lagrar saman med dei.",
            en="We have checked the data and consider them correct. You may give us a statement of your own "
            "to be kept with them.",
        ),
        (Article(5, 1, "d"), Article(16)),
        rights=_ACCURACY,
    ),
    RefusalGround.NOT_APPLICABLE: Ground(
        Words(
            sv="Lagens villkor för det du begär är inte uppfyllda.",
            nb="Lovens vilkår for det du ber om, er ikke oppfylt.",
            nn="Vilkåra i lova for det du bed om, er ikkje oppfylte.",
            en="The conditions the law sets for what you ask are not met.",
        ),
        (Article(12, 4),),
    ),
}


def fits(ground: RefusalGround, right: Right) -> bool:
    """Say whether the law knows the ground as a reason against this right."""
    rights = GROUNDS[ground].rights
    return rights is None or right in rights


def available(country: Country) -> tuple[RefusalGround, ...]:
    """Give the grounds the law of a country knows: Denmark and Finland have no exception for drafts."""
    return tuple(
        ground for ground, in_law in GROUNDS.items() if not in_law.national or country in in_law.statutes
    )


def sources(ground: RefusalGround, country: Country, language: Language) -> tuple[str, ...]:
    """Give the citations of a ground: the GDPR in the reader's language, the statute in its own.

    Raises InvalidInput where the country has no such ground.
    """
    if ground not in available(country):
        raise InvalidInput(f"The law of {country.value} has no such ground: {ground.value}")
    in_law = GROUNDS[ground]
    cited = tuple(article.cite(language) for article in in_law.articles)
    return (*cited, in_law.statutes[country]) if country in in_law.statutes else cited
