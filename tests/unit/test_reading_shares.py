# ruff: noqa: E501 - sentences as they are written
"""Who holds a share, and of what: the world's, or another country's needs; masses of the world and of plants (§R26 to §R29a)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import Claim, Document, as_dict, read
from monazite.reading.amounts import amounts
from monazite.reading.scan import scan

LEADS = {
    "TIN": ("China bans tin exports", "China's Ministry of Commerce on Monday banned exports of tin to the United States. "),
    "NICKEL": ("Indonesia halts nickel ore exports", "Indonesia's government on Monday banned exports of nickel ore from January. "),
    "GRAPHITE": ("US to fund graphite stockpile", "The US Department of Defense on Monday awarded a loan of $20 million to Westwater for graphite. "),
    "COBALT": ("Congo tightens cobalt quotas", "KINSHASA, March 3 - The Democratic Republic of Congo said on Monday it will tighten its export quotas for cobalt. "),
    "BAUXITE": ("Guinea revokes bauxite licence", "CONAKRY - Guinea has revoked the bauxite licence of a foreign miner, the government said on Monday. "),
    "QUOTA": ("EU adopts magnesium quota", "The European Commission on Tuesday proposed an import quota for magnesium. "),
    "MAGNETS": ("Japan subsidises rare earth stockpile", "Japan's Ministry of Economy, Trade and Industry on Monday said it will stockpile rare earths. "),
}  # fmt: skip


def claims(lead: str, text: str, value: float) -> list[Claim]:
    title, opening = LEADS[lead]
    found = read(Document(title, date(2025, 3, 4), opening + text, "d")).claims
    return [c for c in found if c.value == pytest.approx(value, abs=0.05)]


WORLD = [
    ("COBALT", "The country is by far the largest producer, with 76% of the total. Indonesia comes next with 10%.", 10.0, "production_share", "IDN", "cobalt"),
    ("COBALT", "Miners there dug 220,000 tonnes in 2024, about three quarters of what the world used.", 75.0, "production_share", "COD", "cobalt"),
    ("COBALT", "Almost all of it goes to China, whose plants make 79% of refined cobalt.", 79.0, "processing_share", "CHN", "cobalt"),
    ("TIN", "China makes 48% of the world's refined tin but mines just 23%.", 23.0, "production_share", "CHN", "tin"),
    ("BAUXITE", "It holds a quarter of the world's bauxite and shipped 146 million tonnes last year.", 25.0, "reserves_share", "GIN", "bauxite"),
    ("TIN", "The world gets four fifths of its tungsten from Chinese pits.", 80.0, "production_share", "CHN", "tungsten"),
    ("TIN", "Beijing's grip is tightest on gallium, of which it turns out 98%.", 98.0, "production_share", "CHN", "gallium"),
    ("TIN", "Bolivia ranks fourth with 5.5 per cent of mine production of tin.", 5.5, "production_share", "BOL", "tin"),
    ("TIN", "Only Brazil, home to a fifth of global rare earth reserves, comes close.", 20.0, "reserves_share", "BRA", "rare_earths"),
    ("TIN", "Global germanium supply is 60 percent Chinese.", 60.0, "production_share", "CHN", "germanium"),
    ("TIN", "Three countries dig 90% of the world's platinum; South Africa alone digs 71%.", 71.0, "production_share", "ZAF", "platinum"),
    ("TIN", "The country is responsible for some 30% of mined tin.", 30.0, "production_share", "CHN", "tin"),
    ("TIN", "Peru digs 8% of the world's tin and Bolivia 6%.", 6.0, "production_share", "BOL", "tin"),
    ("TIN", "Two thirds of the world's refined tin is made in China.", 66.7, "processing_share", "CHN", "tin"),
    ("TIN", "Some 70 percent of the antimony mined last year came out of the ground in Tajikistan.", 70.0, "production_share", "TJK", "antimony"),
    ("TIN", "Fully 98% of the world's gallium is Chinese.", 98.0, "production_share", "CHN", "gallium"),
    ("TIN", "Eighty-three percent of all tungsten is mined there.", 83.0, "production_share", "CHN", "tungsten"),
    ("TIN", "Peru, with 12% of world output, ranks third in tin.", 12.0, "production_share", "PER", "tin"),
    ("TIN", "Kazakhstan is far and away the leader in uranium, at 43% of mine supply.", 43.0, "production_share", "KAZ", "uranium"),
    ("TIN", "Chinese refineries turn out nine tenths of the world's gallium.", 90.0, "processing_share", "CHN", "gallium"),
    ("TIN", "Chinese smelters are responsible for about 60% of refined lithium.", 60.0, "processing_share", "CHN", "lithium"),
    ("TIN", "Russia's Nornickel has 40% of the palladium market.", 40.0, "production_share", "RUS", "palladium"),
    ("TIN", "Nornickel alone supplies 40% of mined palladium.", 40.0, "production_share", "RUS", "palladium"),
    ("TIN", "Rwanda followed with 17% of tantalum output.", 17.0, "production_share", "RWA", "tantalum"),
    ("TIN", "The lion's share of niobium, around 90%, is Brazilian.", 90.0, "production_share", "BRA", "niobium"),
    ("TIN", "About 35 percent of the world's manganese lies in South Africa's Kalahari basin.", 35.0, "reserves_share", "ZAF", "manganese"),
    ("TIN", "Of world cobalt reserves, more than half, 55 percent, are Congolese.", 55.0, "reserves_share", "COD", "cobalt"),
    ("TIN", "Chile is home to 36% of known lithium deposits.", 36.0, "reserves_share", "CHL", "lithium"),
    ("TIN", "Around one-fifth of the global supply of cobalt passes through Zambia's smelters.", 20.0, "processing_share", "ZMB", "cobalt"),
    ("NICKEL", "It accounted for 57% of world mine output in 2024, up from 26% in 2018.", 57.0, "production_share", "IDN", "nickel"),
    ("NICKEL", "It accounted for 57% of world mine output in 2024, up from 26% in 2018.", 26.0, "production_share", "IDN", "nickel"),
    ("NICKEL", "Here 57% of the world's nickel is dug.", 57.0, "production_share", "IDN", "nickel"),
    ("NICKEL", "The archipelago supplies 57 per cent of the world's nickel ore, the Philippines 9 per cent.", 9.0, "production_share", "PHL", "nickel"),
    ("NICKEL", "Today the country makes 44% of refined nickel, or by some counts 50%.", 50.0, "processing_share", "IDN", "nickel"),
    ("NICKEL", "Indonesia's part in world mine supply has gone from 26% to more than half.", 50.0, "production_share", "IDN", "nickel"),
    ("GRAPHITE", "The Sangdong mine would cover 7% of the world's tungsten needs.", 7.0, "production_share", "KOR", "tungsten"),
    ("GRAPHITE", "The Stibnite mine could meet 35% of American demand for antimony.", 35.0, "production_share", "USA", "antimony"),
]  # fmt: skip


WORLD += [
    ("TIN", "Nine-tenths of refined gallium is Chinese.", 90.0, "processing_share", "CHN", "gallium"),
    ("TIN", "In tungsten China's share is 83%, in antimony 48%.", 48.0, "production_share", "CHN", "antimony"),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "text", "value", "kind", "place", "material"), WORLD)
def test_a_share_of_the_world_is_bound_to_its_holder(
    lead: str, text: str, value: float, kind: str, place: str, material: str
) -> None:
    found = [(c.claim_type, c.jurisdiction, c.material) for c in claims(lead, text, value)]
    assert found == [(kind, place, material)]


SUPPLIED = [
    ("BAUXITE", "China, which buys three quarters of its bauxite here, said nothing.", 75.0, "import_share", "GIN", "bauxite"),
    ("BAUXITE", "Seventy percent of China's bauxite imports are Guinean.", 70.0, "import_share", "GIN", "bauxite"),
    ("QUOTA", "95 percent of European magnesium demand is covered by China.", 95.0, "import_share", "CHN", "magnesium"),
    ("QUOTA", "From Turkey the Union draws 98% of its borates.", 98.0, "import_share", "TUR", "boron"),
    ("QUOTA", "The share of Russia in EU palladium imports stood at 41%.", 41.0, "import_share", "RUS", "palladium"),
    ("MAGNETS", "Japan sources 60% of its rare earths from China, down from 90% in 2010.", 60.0, "import_share", "CHN", "rare_earths"),
    ("MAGNETS", "Japan sources 60% of its rare earths from China, down from 90% in 2010.", 90.0, "import_share", "CHN", "rare_earths"),
    ("GRAPHITE", "China supplied 42% of American graphite imports.", 42.0, "import_share", "CHN", "graphite"),
    ("GRAPHITE", "The US bought 42% of its natural graphite from China.", 42.0, "import_share", "CHN", "graphite"),
    ("GRAPHITE", "Of the graphite that America imports, 42 per cent is Chinese.", 42.0, "import_share", "CHN", "graphite"),
    ("GRAPHITE", "The country imports all the graphite it uses, and 42% of it arrives from China.", 42.0, "import_share", "CHN", "graphite"),
    ("GRAPHITE", "In 2023 Canada furnished 27% of the uranium delivered to US reactors.", 27.0, "import_share", "CAN", "uranium"),
    ("GRAPHITE", "Some 42% of the graphite used by US battery makers was Chinese.", 42.0, "import_share", "CHN", "graphite"),
    ("GRAPHITE", "Mexico met 15% of U.S. requirements for graphite.", 15.0, "import_share", "MEX", "graphite"),
    ("GRAPHITE", "America leans on China for 42% of its graphite.", 42.0, "import_share", "CHN", "graphite"),
    ("GRAPHITE", "The EU looks to Turkey for 99% of its boron.", 99.0, "import_share", "TUR", "boron"),
    ("GRAPHITE", "Europe relies on China for 98% of its rare earth magnets.", 98.0, "import_share", "CHN", "rare_earths"),
    ("GRAPHITE", "The European Union depends on South Africa for 71% of its platinum.", 71.0, "import_share", "ZAF", "platinum"),
    ("MAGNETS", "China's part in Japanese rare earth imports has fallen to 58 percent.", 58.0, "import_share", "CHN", "rare_earths"),
    ("MAGNETS", "It buys 58% of its rare earths from China.", 58.0, "import_share", "CHN", "rare_earths"),
    ("MAGNETS", "Nearly nine-tenths of what Japan needs is shipped from China.", 90.0, "import_share", "CHN", "rare_earths"),
    ("MAGNETS", "Vietnam provides another 14% of Japan's imports.", 14.0, "import_share", "VNM", "rare_earths"),
    ("TIN", "China gets 77% of its imported tin ore from Myanmar.", 77.0, "import_share", "MMR", "tin"),
    ("TIN", "Myanmar accounted for 77% of China's imports of tin concentrate.", 77.0, "import_share", "MMR", "tin"),
    ("TIN", "Three quarters of the tin concentrate that Chinese smelters took in last year was Burmese.", 75.0, "import_share", "MMR", "tin"),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "text", "value", "kind", "place", "material"), SUPPLIED)
def test_a_part_of_anothers_imports_or_needs_belongs_to_the_supplier(
    lead: str, text: str, value: float, kind: str, place: str, material: str
) -> None:
    found = [(c.claim_type, c.jurisdiction, c.material) for c in claims(lead, text, value)]
    assert found == [(kind, place, material)]


RELIANT = [
    ("QUOTA", "The EU depends wholly on imports, 100% of its magnesium coming from outside.", 100.0, "import_reliance", "EUU", "magnesium"),
    ("GRAPHITE", "The US is 50% dependent on foreign graphite.", 50.0, "import_reliance", "USA", "graphite"),
    ("GRAPHITE", "Import reliance for cobalt is put at 76% by the USGS.", 76.0, "import_reliance", "USA", "cobalt"),
    ("GRAPHITE", "Net imports met 76 percent of American cobalt consumption.", 76.0, "import_reliance", "USA", "cobalt"),
    ("GRAPHITE", "The country buys abroad all the graphite it needs.", 100.0, "import_reliance", "USA", "graphite"),
    ("GRAPHITE", "All of the European Union's antimony is imported.", 100.0, "import_reliance", "EUU", "antimony"),
    ("GRAPHITE", "The United States is 100% import reliant for natural graphite.", 100.0, "import_reliance", "USA", "graphite"),
    ("GRAPHITE", "Net imports equalled 76% of apparent consumption of cobalt.", 76.0, "import_reliance", "USA", "cobalt"),
    ("GRAPHITE", "America's net import reliance for antimony was 85% in 2024.", 85.0, "import_reliance", "USA", "antimony"),
    ("GRAPHITE", "The country imports 45% of the refined copper it consumes.", 45.0, "import_reliance", "USA", "copper"),
    ("GRAPHITE", "It depends on imports for more than 90% of its titanium sponge.", 90.0, "import_reliance", "USA", "titanium"),
    ("GRAPHITE", "South Korea brings in 95 percent of its minerals from abroad.", 95.0, "import_reliance", "KOR", "critical_minerals"),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "text", "value", "kind", "place", "material"), RELIANT)
def test_a_reliance_on_imports_belongs_to_the_importer(
    lead: str, text: str, value: float, kind: str, place: str, material: str
) -> None:
    found = [(c.claim_type, c.jurisdiction, c.material) for c in claims(lead, text, value)]
    assert found == [(kind, place, material)]


MASSES = [
    ("COBALT", "Miners there dug 220,000 tonnes in 2024, about three quarters of what the world used.", 220000.0, "output_volume", "COD", "cobalt"),
    ("COBALT", "China imported 190,000 tonnes of cobalt hydroxide from the country in 2024.", 190000.0, "trade_volume", "COD", "cobalt"),
    ("COBALT", "Last year 150,000 tonnes went to China.", 150000.0, "trade_volume", "COD", "cobalt"),
    ("COBALT", "With 54,000 tonnes, Cuba came third, behind China's 70,000 and Indonesia's 69,000.", 70000.0, "output_volume", "CHN", "cobalt"),
    ("GRAPHITE", "China shipped 58,142 tonnes of magnets abroad last year.", 58142.0, "trade_volume", "CHN", "rare_earths"),
    ("GRAPHITE", "Mozambique's Balama shipped 40,000 tonnes of graphite.", 40000.0, "trade_volume", "MOZ", "graphite"),
    ("GRAPHITE", "Some 290,000 tonnes of cobalt were mined around the world.", 290000.0, "output_volume", "WLD", "cobalt"),
    ("GRAPHITE", "Turkey has 90 million tonnes of graphite in the ground, Brazil 74 million.", 90000000.0, "reserves_volume", "TUR", "graphite"),
    ("GRAPHITE", "Turkey has 90 million tonnes of graphite in the ground, Brazil 74 million.", 74000000.0, "reserves_volume", "BRA", "graphite"),
    ("GRAPHITE", "A smelter in Oman will produce 20,000 tonnes of antimony a year.", 20000.0, "capacity", "OMN", "antimony"),
    ("GRAPHITE", "Japan imported 22,000 tonnes of antimony in 2023.", 22000.0, "trade_volume", "JPN", "antimony"),
    ("NICKEL", "The Philippines produced 330,000 tonnes of nickel, New Caledonia 110,000.", 110000.0, "output_volume", "NCL", "nickel"),
    ("GRAPHITE", "Reserves come to 30 million tonnes in Madagascar, against 80 million in China.", 80000000.0, "reserves_volume", "CHN", "graphite"),
    ("GRAPHITE", "World graphite output was 1.6 million tonnes in 2024, of which China dug 1.27 million tonnes.", 1600000.0, "output_volume", "WLD", "graphite"),
    ("GRAPHITE", "World graphite output was 1.6 million tonnes in 2024, of which China dug 1.27 million tonnes.", 1270000.0, "output_volume", "CHN", "graphite"),
    ("GRAPHITE", "Of the 1.6 million tonnes of graphite mined worldwide, China dug 79%.", 1600000.0, "output_volume", "WLD", "graphite"),
    ("GRAPHITE", "It mined 40,000 tonnes of antimony out of a global total of 83,000 tonnes.", 83000.0, "output_volume", "WLD", "antimony"),
    ("GRAPHITE", "Madagascar, which mined 89,000 tonnes, is a distant second.", 89000.0, "output_volume", "MDG", "graphite"),
    ("GRAPHITE", "Ahead of Mozambique, which dug up 96,000 tonnes, stands China.", 96000.0, "output_volume", "MOZ", "graphite"),
    ("GRAPHITE", "Syrah's Balama mine in Mozambique can make 350,000 tonnes of graphite a year.", 350000.0, "capacity", "MOZ", "graphite"),
    ("GRAPHITE", "Lynas aims for 12,000 tonnes of rare earth oxide a year.", 12000.0, "capacity", "AUS", "rare_earths"),
    ("GRAPHITE", "Mountain Pass is to reach 60,000 tonnes of rare earth concentrate a year.", 60000.0, "capacity", "USA", "rare_earths"),
    ("GRAPHITE", "The Matawinie mine in Quebec is designed for 106,000 tonnes a year.", 106000.0, "capacity", "CAN", "graphite"),
    ("GRAPHITE", "The global market was in deficit by 12,000 tonnes of tin.", 12000.0, "trade_volume", "WLD", "tin"),
    ("GRAPHITE", "Brazil's Serra Verde expects to deliver 6,500 tonnes of rare earth oxide a year from 2027.", 6500.0, "capacity", "BRA", "rare_earths"),
    ("GRAPHITE", "Some 1,500 tonnes of uranium concentrate are stuck in Niger.", 1500.0, "trade_volume", "NER", "uranium"),
    ("GRAPHITE", "China exported 58,000 tonnes of rare earth magnets last year, Japan 5,000.", 58000.0, "trade_volume", "CHN", "rare_earths"),
    ("GRAPHITE", "Last year's shipments from the Congo came to 220,000 tonnes of cobalt.", 220000.0, "trade_volume", "COD", "cobalt"),
    ("GRAPHITE", "Chinese smelters bought 187,000 tonnes of tin ore abroad.", 187000.0, "trade_volume", "CHN", "tin"),
    ("GRAPHITE", "China took in 27,000 tonnes of tin concentrate from Myanmar.", 27000.0, "trade_volume", "MMR", "tin"),
    ("GRAPHITE", "Vietnam, with 3,400 tonnes, was a distant second in tungsten.", 3400.0, "output_volume", "VNM", "tungsten"),
    ("GRAPHITE", "The USGS puts Australia's lithium reserves at 7 million tonnes.", 7000000.0, "reserves_volume", "AUS", "lithium"),
    ("GRAPHITE", "Bolivia claims 23 million tonnes of lithium resources.", 23000000.0, "reserves_volume", "BOL", "lithium"),
    ("GRAPHITE", "Exports from Guinea reached 146 million tonnes of bauxite.", 146000000.0, "trade_volume", "GIN", "bauxite"),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "text", "value", "kind", "place", "material"), MASSES)
def test_a_mass_is_the_worlds_a_countrys_or_a_plants(
    lead: str, text: str, value: float, kind: str, place: str, material: str
) -> None:
    found = [(c.claim_type, c.jurisdiction, c.material) for c in claims(lead, text, value)]
    assert found == [(kind, place, material)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Ninety-eight per cent of the magnets", [98.0]),
        ("roughly nine-tenths of refined output, and a seventh of mine output", [90.0, 14.3]),
        ("four in five of the magnets", [80.0]),
        ("went from about 17% in 2021 to three-quarters, but", [17.0, 75.0]),
        ("between 15% and 30% of it", [15.0, 30.0]),
        # a fraction of nothing that can be told in percent
        ("half a year ago, and a third time", []),
        ("from 26% in 2018 to half a dozen", [26.0]),
    ],
)
def test_fractions_and_percentages_in_words(text: str, values: list[float]) -> None:
    assert [a.value for a in amounts(text) if a.kind == "percent"] == values


@pytest.mark.parametrize(
    "text",
    [
        "Its share of LME tin stocks stood at 91%.",
        "The tin smelter runs at 40% of capacity.",
        "Half of the plant's tin output will go to Japan.",
        "Exports reached barely 40 percent of the quota for tin.",
        "Tin from Peru faces 25 percent from that day.",
        "The annual volume is less than half of the country's 2024 tin output.",
        "Three-quarters of the country's export earnings come from tin.",
        "Up to 65% of the tin from the new mine will be supplied to Japan.",
        "The law wants no single country to furnish more than half of the tin the nation uses.",
    ],
)
def test_stocks_earnings_offtakes_and_aims_are_no_shares(text: str) -> None:
    title, opening = LEADS["TIN"]
    found = read(Document(title, date(2025, 3, 4), opening + text, "d")).claims
    assert [c.value for c in found if c.claim_type.endswith(("share", "reliance"))] == []


def test_what_may_leave_is_the_acts_and_what_left_is_a_claim() -> None:
    text = "Miners may ship a combined 18,000 tonnes until December. Last year the country exported 220,000 tonnes."
    found = read(Document("Congo sets cobalt quotas", date(2025, 9, 22), "The Democratic Republic of Congo on Monday set export quotas for cobalt. " + text, "d"))  # fmt: skip
    assert [c.value for c in found.claims if c.unit == "t"] == [220000.0]
    assert 18000.0 in {q.value for e in found.events for q in e.quantities}


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("The Honourable Ann Lee, Minister of Natural Resources, announced $40 million for graphite.", "CAD"),
        ("The Australian Government will put $40 million into a graphite reserve.", "AUD"),
        # a newspaper, and a release that tells dollars apart
        ("The Australian government on Friday put $40 million into graphite.", "USD"),
        ("The Government of Canada put $40 million, or C$56 million, into graphite.", "USD"),
    ],
)  # fmt: skip
def test_a_dollar_sign_is_a_governments_own_in_its_release(text: str, currency: str) -> None:
    found = scan(Document("Graphite", date(2025, 3, 4), text, "d"))
    money = [a for s in found.sentences for a in s.amounts if a.kind == "money"]
    assert [a.unit for a in money][:1] == [currency]


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("Tin under strain", "Since the quota of last year China mines 30% of the world's tin.", True),
        ("Tin under strain", "China mines 30% of the world's tin.", False),
        ("Palm oil under strain", "Since the ban China mines 30% of the world's tin.", False),
    ],
)  # fmt: skip
def test_without_an_act_claims_are_given_where_a_measure_is_spoken_of(
    title: str, text: str, *, told: bool
) -> None:
    reading = read(Document(title, date(2025, 3, 4), text, "d"))
    assert not reading.events
    assert len(reading.claims) == 1
    assert bool(as_dict(reading, always=False)["claims"]) is told


def test_the_same_share_of_two_countries_is_two_claims() -> None:
    text = "Canada furnished 27% of the graphite delivered to US makers, ahead of Mexico and India with 22% each."
    found = {(c.claim_type, c.jurisdiction) for c in claims("GRAPHITE", text, 22.0)}
    assert found == {("import_share", "MEX"), ("import_share", "IND")}


def test_every_field_of_a_share_tells_the_rule_that_read_it() -> None:
    (found,) = claims("GRAPHITE", "The US relies on China for 42% of its graphite.", 42.0)
    assert {w.field: w.rule for w in found.why} == {
        "material": "material after the number",
        "jurisdiction": "the country leant on",
        "claim_type": "a country leant on",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It also produced about 70 percent of refined indium last year.", "processing_share"),
        ("China produces about 60 percent of mined antimony.", "production_share"),
    ],
)
def test_what_was_done_to_it_tells_the_kind(text: str, expected: str) -> None:
    found = read(Document("China controls antimony and indium", date(2025, 2, 4), text, "t"))
    assert [c.claim_type for c in found.claims] == [expected]


def test_of_countries_that_are_joined_the_first_is_told() -> None:
    text = "China, Russia and Viet Nam account for some 90% of the world's tungsten supply."
    found = read(Document("Tungsten", date(2025, 2, 4), text, "t"))
    assert [(c.jurisdiction, c.value) for c in found.claims] == [("CHN", 90.0)]


def test_where_most_of_it_is_refined_is_another_matter() -> None:
    text = "Australia digs up around 36% of the world's lithium, most of it refined in China."
    found = read(Document("Lithium", date(2025, 2, 4), text, "t"))
    assert [(c.jurisdiction, c.value) for c in found.claims] == [("AUS", 36.0)]


def test_a_part_of_what_lies_in_sheds_is_no_share() -> None:
    text = "At the end of March 91% of the tungsten in Rotterdam warehouses was Russian."
    found = read(Document("Tungsten", date(2025, 2, 4), text, "t"))
    assert not [c for c in found.claims if c.unit == "%"]
