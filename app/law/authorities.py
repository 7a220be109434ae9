"""Where a person can complain and go to court, by the controller's country (GDPR Art. 77 and 79)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.law.words import Words
from app.vocabulary import Country, Language


@dataclass(frozen=True)
class Authority:
    """A supervisory authority, its public contacts (lines of an address), and the court of first instance."""

    name: Words
    website: str
    email: str
    phone: str
    postal: tuple[str, ...]
    visiting: tuple[str, ...]
    court: Words


AUTHORITIES: Final[Mapping[Country, Authority]] = {
    Country.SE: Authority(
        name=Words(
            sv="Integritetsskyddsmyndigheten (IMY)",
            nb="Integritetsskyddsmyndigheten (IMY), den svenske tilsynsmyndigheten",
            nn="Integritetsskyddsmyndigheten (IMY), den svenske tilsynsstyresmakta",
            en="the Swedish Authority for Privacy Protection (IMY)",
            da="Integritetsskyddsmyndigheten (IMY), den svenske tilsynsmyndighed",
            fi="Ruotsin tietosuojaviranomainen (Integritetsskyddsmyndigheten, IMY)",
        ),
        website="https://www.imy.se",
        email="imy@imy.se",
        phone="+46 8 657 61 00",
        postal=("Integritetsskyddsmyndigheten", "Box 8114", "104 20 Stockholm"),
        visiting=("Fleminggatan 14", "Stockholm"),
        court=Words(
            sv="tingsrätten",
            nb="tingsrätten i Sverige",
            en="the Swedish district court (tingsrätten)",
            da="tingsrätten i Sverige",
            fi="Ruotsin käräjäoikeus (tingsrätten)",
        ),
    ),
    Country.NO: Authority(
        name=Words(
            sv="Datatilsynet, den norska tillsynsmyndigheten",
            nb="Datatilsynet",
            nn="Datatilsynet",
            en="the Norwegian Data Protection Authority (Datatilsynet)",
            da="Datatilsynet i Norge",
            fi="Norjan tietosuojaviranomainen (Datatilsynet)",
        ),
        website="https://www.datatilsynet.no",
        email="postkasse@datatilsynet.no",
        phone="+47 22 39 69 00",
        postal=("Datatilsynet", "Postboks 458 Sentrum", "0105 Oslo"),
        visiting=("Trelastgata 3", "0191 Oslo"),
        court=Words(
            sv="tingretten i Norge",
            nb="tingretten",
            en="the Norwegian district court (tingretten)",
            da="tingretten i Norge",
            fi="Norjan käräjäoikeus (tingretten)",
        ),
    ),
    Country.DK: Authority(
        name=Words(
            sv="Datatilsynet, den danska tillsynsmyndigheten",
            nb="Datatilsynet i Danmark",
            nn="Datatilsynet i Danmark",
            en="the Danish Data Protection Agency (Datatilsynet)",
            da="Datatilsynet",
            fi="Tanskan tietosuojaviranomainen (Datatilsynet)",
        ),
        website="https://www.datatilsynet.dk",
        email="dt@datatilsynet.dk",
        phone="+45 33 19 32 00",
        postal=("Datatilsynet", "Carl Jacobsens Vej 35", "2500 Valby"),
        visiting=("Carl Jacobsens Vej 35", "2500 Valby"),
        court=Words(
            sv="byretten i Danmark",
            nb="byretten i Danmark",
            en="the Danish district court (byretten)",
            da="byretten",
            fi="Tanskan käräjäoikeus (byretten)",
        ),
    ),
    Country.FI: Authority(
        name=Words(
            sv="Dataombudsmannens byrå",
            nb="Tietosuojavaltuutetun toimisto, den finske tilsynsmyndigheten",
            nn="Tietosuojavaltuutetun toimisto, den finske tilsynsstyresmakta",
            en="the Office of the Data Protection Ombudsman in Finland",
            da="Tietosuojavaltuutetun toimisto, den finske tilsynsmyndighed",
            fi="Tietosuojavaltuutetun toimisto",
        ),
        website="https://tietosuoja.fi",
        email="tietosuoja@om.fi",
        phone="+358 29 566 6700",
        postal=("Tietosuojavaltuutetun toimisto", "PL 800", "00531 Helsinki"),
        visiting=("Lintulahdenkuja 4", "00530 Helsinki"),
        court=Words(
            sv="tingsrätten i Finland",
            nb="tingsretten i Finland (käräjäoikeus)",
            en="the Finnish district court (käräjäoikeus)",
            da="tingsretten i Finland (käräjäoikeus)",
            fi="käräjäoikeus",
        ),
    ),
}

_COMPLAINT: Final = Words(
    sv="Du har rätt att klaga till {name}, {website}.",
    nb="Du har rett til å klage til {name}, {website}.",
    nn="Du har rett til å klage til {name}, {website}.",
    en="You have the right to complain to {name}, {website}.",
    da="Du har ret til at klage til {name}, {website}.",
    fi="Sinulla on oikeus tehdä valitus valvontaviranomaiselle: {name}, {website}.",
)
_REMEDY: Final = Words(
    sv="Du har också rätt att vända dig till domstol: {court}.",
    nb="Du har også rett til å gå til domstolen: {court}.",
    nn="Du har òg rett til å gå til domstolen: {court}.",
    en="You also have the right to go to court: {court}.",
    da="Du har også ret til at gå til domstolen: {court}.",
    fi="Sinulla on myös oikeus viedä asia tuomioistuimeen: {court}.",
)


def complaint(country: Country, language: Language) -> str:
    """Give the sentence on complaining to the authority that every refusal carries (Art. 12(4), 77)."""
    authority = AUTHORITIES[country]
    return _COMPLAINT.say(language).format(name=authority.name.say(language), website=authority.website)


def remedy(country: Country, language: Language) -> str:
    """Give the sentence on the judicial remedy that every refusal carries (Art. 12(4), 79)."""
    return _REMEDY.say(language).format(court=AUTHORITIES[country].court.say(language))
