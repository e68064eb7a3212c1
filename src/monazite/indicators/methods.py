"""The methods by id: formula, citation, inputs with units, what each is tested on, what could not be verified.

Spec: §I0.
"""

from __future__ import annotations

from monazite.indicators.official import EU_UNVERIFIED
from monazite.indicators.score import Method, Need

_PRODUCTION = Need("world production by country", "t/y", "as the commodity is reported")
_TRADE = Need("imports by exporter", "t/y", "gross weight")
_GOVERNANCE = Need("political stability estimate by country", "score, -2.5 to 2.5")

METHODS = {
    method.id: method
    for method in (
        Method(
            "hhi",
            "Concentration of world production",
            "sum_c s_c^2, s_c share of country c in world production",
            "Hirschman 1945; Herfindahl 1950; U.S. DOJ/FTC, Merger Guidelines 2023, 2.1",
            (_PRODUCTION,),
            "hhi column of 795 published GeoPolRisk rows, 1e-6",
        ),
        Method(
            "governance-hhi",
            "Concentration weighted by poor governance",
            "sum_c s_c^2 g_c, g_c = 10 (2.5 - WGI_c)/5",
            "Blengini et al. 2017, JRC106997 (form); World Bank WGI 2025 (data)",
            (_PRODUCTION, _GOVERNANCE),
            "no published value at hand with the same data; bounds and hand arithmetic only",
            unverified=(EU_UNVERIFIED[0],),
        ),
        Method(
            "top3",
            "Share of the three largest producers",
            "sum of the three largest s_c",
            "IEA, Global Critical Minerals Outlook 2025",
            (_PRODUCTION,),
            "iea_concentration_2024: compared on the same stage, differences listed on the scorecard",
        ),
        Method(
            "n-1",
            "Supply without the largest producer over demand (N-1 coverage)",
            "(supply - largest) / demand; demand is world production of the year",
            "IEA, Global Critical Minerals Outlook 2025 (form)",
            (_PRODUCTION,),
            "no published value at hand with the same data; hand arithmetic and bounds only",
            higher_is="better",
        ),
        Method(
            "days-of-cover",
            "Days that US stocks last at the year's use",
            "365 x stock / yearly use",
            "USGS, Mineral Commodity Summaries 2026 (stocks and use as printed)",
            (Need("stock of users or industry", "t"), Need("yearly use of the same form", "t/y")),
            "gallium of 2024, 66.6 days, from the printed stock and use",
            higher_is="better",
        ),
        Method(
            "import-reliance",
            "Net import reliance",
            "(I - E) / (P + I - E); rows are read as the USGS prints them",
            "USGS, Mineral Commodity Summaries 2026, appendix",
            (_TRADE, Need("domestic production", "t/y")),
            "zinc, lead and bismuth of 2023 in the Mineral Commodity Summaries 2026, on its own inputs",
        ),
        Method(
            "origin-gap",
            "Who ships against who digs",
            "half the sum over countries of |export share - mine share|",
            "own indicator; total variation distance",
            (_PRODUCTION, Need("world exports by country", "t/y", "gross weight")),
            "no published value; hand arithmetic and bounds",
        ),
        Method(
            "companionality",
            "Share of production that is a by-product",
            "by-product output / primary output",
            "Nassar, Graedel and Harper 2015, Science Advances 1:e1400180",
            (Need("companion share", "share"),),
            "shares as a third party rounds them",
            unverified=("shares are rounded classes read from a third party",),
        ),
        Method(
            "geopolrisk",
            "GeoPolRisk score",
            "HHI sum_c g_c f_c / (p + sum_c f_c), g_c = (2.5 - WGI_c)/5, 0.5 without estimate, 0 inside a bloc",
            "Koyamparambath et al. 2024, RCR 209:107801; Gemechu et al. 2015; Santillan-Saldivar et al. 2021, 2022",
            (_PRODUCTION, _TRADE, _GOVERNANCE),
            "795 published rows to 1e-6",
        ),
        Method(
            "eu",
            "EU supply risk (2017 guidelines), at the stage the trade codes stand for",
            "[HHI_GS IR/2 + HHI_EU (1 - IR/2)] (1 - EoL_RIR) SI_SR",
            "Blengini et al. 2017, JRC106997; Grohol and Veeh 2023, DOI 10.2873/725585",
            (_PRODUCTION, _TRADE, _GOVERNANCE, Need("end-of-life recycling input rate", "share")),
            "no verified SR value at hand; main supplier shares are compared on the scorecard",
            unverified=EU_UNVERIFIED,
        ),
        Method(
            "usgs",
            "USGS supply risk (2020)",
            "(DP TE EV)^(1/3), DP = sum_c s_c^2 ASI_c WSI_c, TE = net imports / supply",
            "Nassar et al. 2020, Science Advances 6:eaay8647",
            (
                _PRODUCTION,
                _TRADE,
                Need("ability to supply by country", "share"),
                Need("willingness to supply by country", "share"),
                Need("economic vulnerability", "share"),
            ),
            "no published scores at hand; hand arithmetic only",
            unverified=(
                "willingness to supply is an approximation",
                "rescaling of economic vulnerability",
            ),
        ),
        Method(
            "expected-loss",
            "Expected loss of US value added a year, million USD",
            "sum over restrictors of probability x direct value added at risk",
            "shape of Nassar, Pineault et al. 2025, USGS OFR 2025-1047; probabilities and dependence are ours",
            (
                _PRODUCTION,
                Need("probability of a year without exports", "share"),
                Need("share of industry output that needs the mineral", "share"),
            ),
            "order of the US list of 2025, rank correlation on the scorecard",
            unverified=(
                "probabilities and dependence are stated assumptions",
                "direct loss only: price and producer components and leakage are left out",
            ),
        ),
    )
}
