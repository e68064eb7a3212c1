"""Countries as ISO 3166-1 alpha-3, with the names official statistics use (§C1).

Codes and names come from the `iso3166` library; the aliases below are spellings met in USGS, BGS, World Mining
Data, CEPII and press texts.
"""

from __future__ import annotations

from functools import cache

import iso3166
from rapidfuzz import fuzz, process

from monazite.errors import UnknownCode

WORLD = "WLD"
OTHER = "OTH"
_CODE, _SHOWN, _LIKE = (
    3,
    3,
    9,
)  # letters of a code; names shown, and likened before one is taken for each country

EU27 = frozenset(
    [
        "AUT",
        "BEL",
        "BGR",
        "HRV",
        "CYP",
        "CZE",
        "DNK",
        "EST",
        "FIN",
        "FRA",
        "DEU",
        "GRC",
        "HUN",
        "IRL",
        "ITA",
        "LVA",
        "LTU",
        "LUX",
        "MLT",
        "NLD",
        "POL",
        "PRT",
        "ROU",
        "SVK",
        "SVN",
        "ESP",
        "SWE",
    ]
)

_ALIASES = {
    "america": "USA",
    "bolivia": "BOL",
    "britain": "GBR",
    "other asia, nes": "TWN",
    "s19": "TWN",
    "brunei": "BRN",
    "burma": "MMR",
    "cape verde": "CPV",
    "china, mainland": "CHN",
    "mainland china": "CHN",
    "prc": "CHN",
    "p.r. china": "CHN",
    "people's republic of china": "CHN",
    "china, taiwan": "TWN",
    "chinese taipei": "TWN",
    "taiwan": "TWN",
    "congo (brazzaville)": "COG",
    "congo, r.": "COG",
    "republic of the congo": "COG",
    "congo (kinshasa)": "COD",
    "congo, d.r.": "COD",
    "dem. rep. of the congo": "COD",
    "democratic republic of the congo": "COD",
    "democratic republic of congo": "COD",
    "dr congo": "COD",
    "drc": "COD",
    "cote d'ivoire": "CIV",
    "côte d’ivoire": "CIV",
    "ivory coast": "CIV",
    "czech republic": "CZE",
    "england": "GBR",
    "great britain": "GBR",
    "u.k.": "GBR",
    "uk": "GBR",
    "united kingdom": "GBR",
    "hong kong": "HKG",
    "iran": "IRN",
    "korea": "KOR",
    "korea, north": "PRK",
    "korea, dem. p.r. of": "PRK",
    "north korea": "PRK",
    "korea, rep. of": "KOR",
    "korea, republic of": "KOR",
    "republic of korea": "KOR",
    "south korea": "KOR",
    "kosovo": "XKX",
    "kyrgyzstan": "KGZ",
    "laos": "LAO",
    "macau": "MAC",
    "macedonia": "MKD",
    "moldova": "MDA",
    "netherlands": "NLD",
    "the netherlands": "NLD",
    "palestine": "PSE",
    "russia": "RUS",
    "russian federation": "RUS",
    "russia, asia": "RUS",
    "russia, europe": "RUS",
    "slovak republic": "SVK",
    "swaziland": "SWZ",
    "syria": "SYR",
    "tanzania": "TZA",
    "turkey": "TUR",
    "türkiye": "TUR",
    "u.s.": "USA",
    "u.s.a.": "USA",
    "us": "USA",
    "united states": "USA",
    "the united states": "USA",
    "venezuela": "VEN",
    "viet nam": "VNM",
    "vietnam": "VNM",
    "world": WORLD,
    "world total": WORLD,
    "world total (rounded)": WORLD,
    # As UN Comtrade and the World Bank print them.
    "bosnia herzegovina": "BIH",
    "cayman isds": "CYM",
    "central african rep.": "CAF",
    "china, hong kong sar": "HKG",
    "hong kong sar, china": "HKG",
    "china, macao sar": "MAC",
    "macao sar, china": "MAC",
    "china, taiwan province of china": "TWN",
    "taiwan, china": "TWN",
    "congo, dem. rep.": "COD",
    "congo, rep.": "COG",
    "dem. people's rep. of korea": "PRK",
    "korea, dem. people's rep.": "PRK",
    "korea, rep.": "KOR",
    "rep. of korea": "KOR",
    "dominican rep.": "DOM",
    "egypt, arab rep.": "EGY",
    "gambia, the": "GMB",
    "bahamas, the": "BHS",
    "iran, islamic rep.": "IRN",
    "kyrgyz republic": "KGZ",
    "lao pdr": "LAO",
    "lao people's dem. rep.": "LAO",
    "marshall isds": "MHL",
    "fs micronesia": "FSM",
    "micronesia, fed. sts.": "FSM",
    "rep. of moldova": "MDA",
    "solomon isds": "SLB",
    "st. lucia": "LCA",
    "st. vincent and the grenadines": "VCT",
    "st. kitts and nevis": "KNA",
    "state of palestine": "PSE",
    "west bank and gaza": "PSE",
    "turkiye": "TUR",
    "uae": "ARE",
    "united rep. of tanzania": "TZA",
    "usa, puerto rico and us virgin islands": "USA",
    "venezuela, rb": "VEN",
    "yemen, rep.": "YEM",
    "areas, nes": OTHER,
    "other": OTHER,
    "others": OTHER,
    "other countries": OTHER,
    "rest of world": OTHER,
}


@cache
def _names() -> dict[str, str]:
    names = dict(_ALIASES)
    for record in iso3166.countries:
        for text in (record.alpha3, record.alpha2, record.name, record.apolitical_name):
            names.setdefault(text.casefold(), record.alpha3)
    return names


def is_country(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-3 code of a country, not a group."""
    return code == "XKX" or (len(code) == 3 and code in iso3166.countries_by_alpha3)  # noqa: PLR2004 - alpha-3


def search_country(text: str) -> str | None:
    """The alpha-3 code for a name or code, or None."""
    name = text.strip().casefold()
    return _names().get(name) or _names().get(name.partition(" (")[0])


def _near(text: str) -> list[str]:
    """The likeliest names, one for each country: a short text is likened to codes, a longer one to names."""
    short = len(text) <= _CODE
    held = [name for name in _names() if (len(name) == _CODE if short else len(name) > _CODE)]
    hits = process.extract(text, held, scorer=fuzz.ratio if short else fuzz.WRatio, limit=_LIKE)
    first: dict[str, str] = {}
    for name, _, _ in hits:
        first.setdefault(_names()[name], name)
    return list(first.values())[:_SHOWN]


def country(text: str, *, where: str = "") -> str:
    """The alpha-3 code for a name or code in any common spelling.

    Raises:
        UnknownCode: E102, with the nearest names.

    Spec: §C1.

    >>> country("Burma"), country("US"), country("Congo (Kinshasa)")
    ('MMR', 'USA', 'COD')
    """
    code = search_country(text)
    if code is None:
        near = _near(text.strip().casefold())
        raise UnknownCode(
            "E102",
            f"unknown country {text!r}",
            where=where,
            why="Codes are ISO 3166-1 alpha-3",
            way_out="That is a total, no country: leave its lines out"
            if text.strip().upper() == WORLD
            else "Did you mean " + ", ".join(f"{name} ({_names()[name]})" for name in near) + "?",
        )
    return code


def country_name(code: str) -> str:
    """The short English name of an alpha-3 code, as readers know it.

    >>> country_name("USA"), country_name("TWN"), country_name("WLD")
    ('United States', 'Taiwan', 'world')
    """
    special = {
        WORLD: "world",
        OTHER: "other countries",
        "USA": "United States",
        "GBR": "United Kingdom",
        "KOR": "South Korea",
        "PRK": "North Korea",
        "RUS": "Russia",
        "VNM": "Viet Nam",
        "COD": "DR Congo",
        "LAO": "Laos",
        "TUR": "Türkiye",
        "TZA": "Tanzania",
        "IRN": "Iran",
        "BOL": "Bolivia",
        "VEN": "Venezuela",
        "NLD": "Netherlands",
        "XKX": "Kosovo",
        "EUU": "European Union",
    }
    if code in special:
        return special[code]
    record = iso3166.countries_by_alpha3.get(code)
    return record.apolitical_name if record else code
