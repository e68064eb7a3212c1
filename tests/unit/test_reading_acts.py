# ruff: noqa: E501 - sentences as they are written
"""What documents do: which acts a text tells, whose they are, how far they have come (§R15 to §R24)."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.reading import Document, read
from monazite.reading.model import Event

ON = date(2024, 9, 10)  # a Tuesday


def events(text: str, title: str = "", on: date = ON) -> tuple[Event, ...]:
    return read(Document(title, on, text, "d")).events


def told(text: str, title: str = "") -> set[tuple[str, str]]:
    return {(e.instrument, e.role) for e in events(text, title)}


def main(text: str, title: str = "") -> Event:
    found = [e for e in events(text, title) if e.role == "main"]
    assert len(found) == 1, [(e.instrument, e.role) for e in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        # the instrument without its word
        ("No unprocessed manganese may leave Gabon after the end of the year, the government in Libreville said on Monday.", "export_prohibition"),
        ("Vietnam has not allowed tungsten concentrate to leave since Friday, customs officials in Hanoi said.", "export_prohibition"),
        ("Zambia will let Mopani export copper concentrate for three more months, the finance minister said on Monday.", "export_licensing"),
        ("Mali's government on Monday cancelled the exploitation rights of a Canadian lithium miner.", "nationalisation"),
        ("Ghana has withdrawn more than 40 licences of lithium explorers, the government said on Monday.", "nationalisation"),
        ("Peru's government on Monday handed the Falchani lithium deposit to a newly created state company.", "nationalisation"),
        ("The United States on Monday closed its market to Russian palladium.", "import_prohibition"),
        ("The government of Laos said on Monday that the tin pits of Khammouane have fallen silent by its order.", "mining_suspension"),
        ("Japan's JOGMEC on Monday agreed terms with a Namibian mine: up to 40 percent of the dysprosium will be supplied to Japan.", "offtake_agreement"),
        ("The Canadian government said on Monday that it will provide C$40 million to a gallium plant in Quebec.", "subsidy_fund"),
        ("The government of Estonia on Monday completed the sale of the national rhenium reserve to a trading house.", "stockpile_release"),
        # licences as the exception make a restriction a ban
        ("Russia on Monday restricted exports of palladium to the United States. One-off licences of a federal service are the only exception.", "export_prohibition"),
    ],
)  # fmt: skip
def test_an_act_is_known_without_the_word_for_it(text: str, instrument: str) -> None:
    assert {e.instrument for e in events(text) if e.role == "main"} == {instrument}


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("China on Monday banned exports of tin to the United States. The move answers an American law that since March prohibits imports of Chinese tin.", "import_prohibition"),
        ("Peru on Monday prolonged its ban on exports of tin ore. The ban was first imposed in February 2023.", "export_prohibition"),
        ("Peru on Monday banned exports of tin ore. Bolivia took a similar step in December.", "export_prohibition"),
        ("Peru on Monday banned exports of tin ore. Bolivia had done so in December.", "export_prohibition"),
        ("The European Union on Monday set safeguard duties on imports of tin alloys, closing an inquiry that began in June 2023.", "import_investigation"),
        ("Peru on Monday banned exports of tin ore. Last year it agreed to supply Japan with tin under a partnership signed in Lima.", "international_agreement"),
    ],
)  # fmt: skip
def test_an_earlier_act_is_background(text: str, instrument: str) -> None:
    assert (instrument, "background") in told(text)


@pytest.mark.parametrize(
    "text",
    [
        # nobody did the same, and the day is the act's own
        "Peru on Monday banned exports of tin ore. Bolivia has not done so.",
        "Peru on Monday banned exports of tin ore. The ban took effect on Monday.",
    ],
)
def test_no_echo_where_none_is_told(text: str) -> None:
    assert [e for e in events(text) if e.role == "background"] == []


def test_reported_speech_is_not_an_earlier_act() -> None:
    event = main("Bolivia said on Monday it had banned exports of antimony ore.")
    assert (event.instrument, event.status) == ("export_prohibition", "in_force")


def test_an_answer_is_news_and_what_it_answers_is_not() -> None:
    text = "Beijing answered new American tariffs by putting rhenium under an export licence regime on Monday."
    assert ("export_licensing", "main") in told(text)
    assert ("export_prohibition", "main") in told(
        "Moscow answers with a ban on exports of palladium to the United States."
    )


def test_a_clause_put_on_hold_suspends_what_it_says() -> None:
    event = main(
        "China's Ministry of Commerce on Monday suspended paragraph 3 of Announcement No. 8 of 2023, "
        "under which exports of rhenium to Japan were in principle not approved."
    )
    assert (event.instrument, event.action, event.status) == (
        "export_prohibition",
        "suspend",
        "suspended",
    )


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The Philippine Congress on Monday banned exports of nickel ore.", "PHL"),
        ("Mexico takes the lithium back. The Energy Ministry on Monday nationalised every lithium deposit.", "MEX"),
        ("On Monday PT Amman was told by Indonesia that exports of copper concentrate are banned.", "IDN"),
        ("Moscow called its decree a reply. On Monday Russia banned exports of palladium to Norway.", "RUS"),
    ],
)  # fmt: skip
def test_who_acts(text: str, actor: str) -> None:
    assert {a.jurisdiction for e in events(text) if e.role == "main" for a in e.actors} == {actor}


def test_who_acts_in_a_relative_clause_is_named_before_it() -> None:
    found = events(
        "China on Monday banned exports of tin to the United States in answer to Washington, which in May outlawed imports of Chinese tin."
    )
    earlier = next(e for e in found if e.instrument == "import_prohibition")
    assert (earlier.role, [a.jurisdiction for a in earlier.actors]) == ("background", ["USA"])


def test_a_lender_acts_not_the_borrower() -> None:
    event = main(
        "Brazilian miner Alfa said on Monday that it signed a loan of $90 million for its niobium mine with the U.S. International Development Finance Corporation."
    )
    assert [a.jurisdiction for a in event.actors] == ["USA"]


TARIFF = "The Office of the U.S. Trade Representative on Monday announced its final tariffs on Chinese goods. "


def days(text: str) -> set[str]:
    return {e.effective.value for e in events(text) if e.role == "main" and e.effective}


def test_a_tariff_in_steps_is_an_act_for_each_first_day() -> None:
    text = TARIFF + (
        "A rate of 25 percent applies from October 1, 2024 to tungsten and cobalt ores. "
        "Natural graphite follows on January 1, 2026; the duty on magnesium goes to 50 percent in 2027."
    )
    acts = {e.effective.value: e for e in events(text) if e.role == "main" and e.effective}
    assert set(acts) == {"2024-10-01", "2026-01-01", "2027"}
    assert [m.value for m in acts["2026-01-01"].materials] == ["graphite"]
    assert {e.status for e in acts.values()} == {"announced"}
    assert len({e.id for e in events(text)}) == len(events(text))


@pytest.mark.parametrize(
    "text",
    [
        TARIFF + "The duty on tungsten of 25 percent starts on October 1, 2024. The Commerce Secretary is to recommend whether magnesium should face 15 percent from 2027.",
        TARIFF + "The duty on tungsten of 25 percent starts on October 1, 2024. Comments on a duty on magnesium may be filed from September 20, 2024.",
    ],
)  # fmt: skip
def test_what_is_only_proposed_is_no_step(text: str) -> None:
    assert days(text) == {"2024-10-01"}


def test_the_notices_of_an_alert_have_their_own_days() -> None:
    text = (
        "China's Ministry of Commerce published Announcement No. 71 of 2024 on 4 September. This note sets out what it does.\n\n"
        "1. Scope. A licence is required to export holmium. It applies from 1 October 2024.\n\n"
        "2. Other notices. Announcement No. 72, effective immediately, makes rare earth technologies subject to licence. "
        "No. 73 adds erbium to the control list from 8 November 2024."
    )
    found = events(text, "Client alert: China's new rare earth controls")
    assert {e.effective.value for e in found if e.effective} == {
        "2024-10-01",
        "2024-09-04",
        "2024-11-08",
    }


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Australia's government on Monday announced a Critical Minerals Strategic Reserve for antimony. Laws are to follow. Shares in miners rose. Few saw it coming. The reserve should be operating in the second half of 2025.", "2025-07-01"),
        ("Vietnam's government on Monday banned exports of rare earth ore. The ban takes effect on the first day of 2025.", "2025-01-01"),
        ("Turkey's government on Monday announced a ban on exports of chrome ore that comes into force on the first of next month.", "2024-10-01"),
        ("The United States on Monday banned imports of Russian palladium. Metal produced before September 12 is exempt.", "2024-09-12"),
        ("Niger's government on Monday nationalised a uranium mine; the transfer takes effect at once.", "2024-09-09"),
        ("On 5 September the Chinese Ministry of Commerce published a notice. With immediate effect exports of rhenium need a licence.", "2024-09-05"),
    ],
)  # fmt: skip
def test_first_days(text: str, day: str) -> None:
    assert days(text) == {day}


@pytest.mark.parametrize(
    "text",
    [
        "The European Commission on Monday published an action plan for critical raw materials. By the second quarter of 2025 it will propose limits on exports of magnet scrap.",
        "The Pentagon on Monday took a stake in a tungsten miner. Four things at once make the deal odd.",
    ],
)
def test_no_first_day(text: str) -> None:
    assert days(text) == set()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # the conditional is a plan, the same tense in reported speech is none
        ("Under a plan of the president of Chile the state would nationalise every lithium venture.", "proposed"),
        ("Chile's government said on Monday that it would ban exports of lithium concentrate.", "announced"),
        ("The U.S. president on Monday ordered the Commerce Department to open an investigation under Section 232 into imports of tungsten.", "announced"),
        ("The U.S. Commerce Department on Monday opened an investigation under Section 232 into imports of tungsten.", "in_force"),
        ("The U.S. International Development Finance Corporation on Monday announced the signing of a loan of $20 million for a tungsten mine.", "adopted"),
        ("Zambia on Monday let Mopani export copper concentrate for three more months.", "in_force"),
        ("China has not stopped shipments of rhenium to Japan, its trade ministry said on Monday.", "denied"),
        ("China's commerce ministry dismissed as groundless a report that export quotas for rhenium would be cut.", "denied"),
        ("President Donald Trump on Monday signed an order opening an investigation under Section 232 into imports of tungsten.", "in_force"),
        ("China issued its first mining quotas for tungsten last month without a statement, Reuters reported on Monday, citing two sources.", "rumoured"),
        ("Australia would set up a strategic reserve of tungsten if his Labor government is returned, the prime minister said on Monday.", "proposed"),
        ("The European Commission on Monday put forward its Critical Raw Materials Act to cut the reliance on Chinese magnesium.", "proposed"),
        ("Chile and Japan signed an agreement on lithium on Monday that takes effect at once.", "in_force"),
        ("China's National Food and Strategic Reserves Administration sold 50,000 tonnes of zinc at an auction on Monday.", "adopted"),
        ("Australia is considering a floor price to support tungsten mines, its resources minister said on Monday.", "proposed"),
        ("Niger's military government has nationalised the uranium mine of a French firm, it announced on Monday.", "in_force"),
        ("Britain said on Monday it would ban imports of Russian copper and nickel, with legislation to follow later this year.", "announced"),
        ("The European Commission has kept its anti-dumping duty on tungsten carbide from China for another five years, it said on Monday.", "in_force"),
    ],
)  # fmt: skip
def test_how_far_an_act_has_come(text: str, status: str) -> None:
    assert main(text).status == status


def test_what_never_came_is_no_act() -> None:
    text = (
        "The Philippine Congress on Monday deleted a ban on exports of nickel ore from a mining bill. "
        "The clause would have stopped shipments of nickel ore after five years."
    )
    event = main(text)
    assert (event.instrument, event.status) == ("export_prohibition", "cancelled")


@pytest.mark.parametrize(
    ("text", "actors", "targets"),
    [
        ("Japan on Monday imposed anti-dumping duties on Chinese graphite.", {"JPN"}, {"CHN"}),
        ("Washington and London banned imports of Russian palladium on Monday.", {"USA", "GBR"}, {"RUS"}),
        ("The Australian treasurer on Monday ordered a Chinese fund to sell its stake in a rare earth miner.", {"AUS"}, {"CHN"}),
        ("Canada on Monday ordered Sinorock (Hong Kong) Rare Metals of China to sell its stake, worth US$40 million, in Lithium Chile Inc.", {"CAN"}, {"CHN"}),
    ],
)  # fmt: skip
def test_letters_of_a_place_in_a_name_are_no_party(
    text: str, actors: set[str], targets: set[str]
) -> None:
    event = main(text)
    assert {a.jurisdiction for a in event.actors} == actors
    assert {t.value for t in event.targets} == targets


def test_a_press_release_is_announced_on_the_day_of_its_dateline() -> None:
    event = main(
        "TOKYO, September 10, 2024 - Japan's JOGMEC is pleased to announce that it has acquired a 10 percent stake in a Namibian rare earth mine."
    )
    assert event.announced is not None
    assert event.announced.value == "2024-09-10"


def test_what_a_chinese_notice_keeps_in_force_is_told_by_its_own_words() -> None:
    text = (
        "商务部公告2024年第90号\n决定自即日起至2025年9月10日,暂停实施以下公告:\n"
        "一、商务部公告2023年第91号(公布对钨相关物项实施出口管制的决定)。\n"
        "暂停实施期间,出口经营者应继续遵守公告2023年第92号等有效的出口管制规定,该公告对锑相关物项实施出口管制。\n"
        "禁止两用物项对军事用户出口的规定继续有效。\n商务部\n2024年9月10日"
    )
    found = events(text, "商务部公告2024年第90号 关于暂停实施相关公告的公告")
    assert {(e.instrument, e.role, e.status) for e in found} == {
        ("export_licensing", "main", "suspended"),
        ("export_licensing", "background", "in_force"),
        ("export_prohibition", "background", "in_force"),
    }
    news = next(e for e in found if e.role == "main")
    assert [m.value for m in news.materials] == ["tungsten"]


@pytest.mark.parametrize(
    ("text", "announced", "effective"),
    [
        # an explainer opens with the day of its act, however long ago
        ("The turning point was 4 February, when Beijing put rhenium and tellurium under an export licence regime that took effect the same day.", None, "2024-02-04"),
        ("In the hills of Myanmar's Wa State the authorities have halted all mining of tin since 1 February 2024.", None, "2024-02-01"),
    ],
)  # fmt: skip
def test_days_of_an_explainer(text: str, announced: str | None, effective: str) -> None:
    event = next(e for e in events(text) if e.role == "main")
    assert event.effective is not None
    assert event.effective.value == effective
    assert announced is None or (event.announced and event.announced.value == announced)


def test_a_group_named_by_the_act_stays_beside_single_materials() -> None:
    event = main(
        "Namibia on Monday banned exports of critical minerals. The ban covers cobalt and manganese ores."
    )
    assert {m.value for m in event.materials} == {"critical_minerals", "cobalt", "manganese"}


def test_a_reprieve_granted_and_the_sum_of_a_purchase_are_no_subsidy() -> None:
    text = (
        "The Pentagon's Defense Logistics Agency on Monday awarded a contract for tungsten for the National Defense Stockpile. "
        "The award amounts to US$40 million. Congress grants the agency a brief reprieve from its usual rules."
    )
    assert {e.instrument for e in events(text)} == {"stockpile_purchase"}


def test_limits_on_scrap_with_a_proposal_promised_are_proposed() -> None:
    text = "The European Commission said on Monday that exports of magnet scrap and of aluminium scrap are to be limited; a proposal is promised for spring."
    event = main(text)
    assert (event.instrument, event.status) == ("export_other", "proposed")


@pytest.mark.parametrize(
    ("text", "instrument", "who", "whom"),
    [
        ("The United States, the European Union and Japan on Tuesday lodged a joint complaint at the World Trade Organization against China's limits on exports of rare earths.", "dispute_ruling", {"USA", "EUU", "JPN"}, {"CHN"}),
        ("A World Trade Organization panel on Wednesday upheld the European Union's complaint against Indonesia over its ban on nickel ore exports.", "dispute_ruling", {"WTO"}, {"IDN"}),
        ("The Australian treasurer on Monday directed five foreign investors to dispose of their shares in a rare earth miner.", "fdi_restriction", {"AUS"}, set()),
        ("Peru and Japan agreed on Sunday to explore and mine tin together. Their ministers sealed the pact in Lima.", "international_agreement", {"PER", "JPN"}, set()),
    ],
)  # fmt: skip
def test_who_acts_on_whom_in_cases_and_pacts(
    text: str, instrument: str, who: set[str], whom: set[str]
) -> None:
    main = [e for e in events(text) if e.role == "main"]
    assert [e.instrument for e in main] == [instrument]
    assert {a.jurisdiction for a in main[0].actors} == who
    assert whom <= {t.value for t in main[0].targets}


@pytest.mark.parametrize(
    "text",
    [
        "The Indian cabinet on Monday sanctioned a scheme of Rs 7,280 crore for the manufacture of rare earth magnets.",
        "The United States on Monday opened a probe into imports of tin. The inquiry may end in tariffs on tin.",
    ],
)
def test_what_is_no_sanction_and_no_tariff(text: str) -> None:
    assert not {e.instrument for e in events(text, "Cabinet acts on rare earths and tin")} & {
        "sanctions",
        "import_tariff",
    }


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("The United States on Monday imposed sanctions on Rusal, the aluminium producer.", {"RUS"}),
        ("The Australian treasurer on Monday directed five investors to dispose of their shares in a rare earth miner. The group is controlled by a Chinese national.", {"CHN"}),
        ("The European Commission on Monday imposed safeguard duties on ferroalloys containing manganese, Norway included.", {"NOR", "WLD"}),
    ],
)  # fmt: skip
def test_whom_an_act_is_aimed_at(text: str, whom: set[str]) -> None:
    found = [
        e
        for e in events(text, "Rare earths, manganese and aluminium in the news")
        if e.role == "main"
    ]
    assert {t.value for e in found for t in e.targets} == whom


def test_a_levy_that_began_is_in_force_since_that_day() -> None:
    found = main(
        "Indonesia began charging a 20 percent tax on exports of 14 metal ores such as tin on September 6, the trade ministry said on Monday."
    )
    assert (found.status, found.effective and found.effective.value) == ("in_force", "2024-09-06")


def test_from_a_weekday_looks_ahead_of_the_day_it_is_said() -> None:
    found = main(
        "India will charge a 50% export duty on iron ore from Sunday, up from 30%, the finance ministry said on Tuesday."
    )
    assert found.effective
    assert found.effective.value == "2024-09-15"


def test_a_law_proposed_is_a_proposal() -> None:
    found = main(
        "The European Commission on Tuesday proposed a law that would ban exports of rare earth magnet scrap."
    )
    assert (found.action, found.status) == ("propose", "proposed")


@pytest.mark.parametrize(
    ("title", "text", "roles"),
    [
        # what a ruling is about is no news
        ("WTO rules against China on raw material export curbs", "A World Trade Organization panel found on Tuesday that China broke trade rules by limiting exports of raw materials such as zinc, siding with Mexico.", {("dispute_ruling", "main"), ("export_licensing", "background")}),
        # what an inquiry may end in is no act
        ("Trump orders probe of tin imports", "President Donald Trump on Tuesday ordered an investigation into imports of tin under Section 232, a step that could lead to tariffs.", {("import_investigation", "main")}),
        ("Trump orders tariff probe on tin imports", "President Donald Trump on Tuesday signed an order opening a Section 232 investigation into imports of tin. New tariffs could follow.", {("import_investigation", "main")}),
        # what is denied in other words is denied once, and what is promised not to be done is none
        ("China denies halting zinc shipments to Japan", "China's commerce ministry on Tuesday denied a report that it had stopped exports of zinc to Japan. China has not issued any measures to restrict zinc exports, a spokesman said.", {("export_prohibition", "main")}),
        ("Chile and Japan sign lithium pact", "Chile and Japan signed an agreement on lithium on Tuesday. The two sides promise not to levy export duties on lithium.", {("international_agreement", "main")}),
        # what a ruling of the title is about is no news either
        ("WTO panel faults Indonesia's nickel export ban", "A World Trade Organization panel ruled on Tuesday in favour of the European Union in its complaint against Indonesia's ban on nickel ore exports.", {("dispute_ruling", "main"), ("export_prohibition", "background")}),
        # a law put in vague words and then named is one act
        ("Beijing floats limits on lithium technology exports", "China's commerce ministry on Tuesday proposed export restrictions on technology for processing lithium. Comments are open until February. Companies would need a licence to send it abroad.", {("export_licensing", "main")}),
        # what firms agree among themselves
        ("Anglo American and Teck to merge into copper group", "Anglo American and Canada's Teck Resources agreed on Tuesday to combine in an all-share deal. Anglo's investors are to own 62.4% of the copper group.", set()),
        # the tender that is called off is told once
        ("Pentagon calls off cobalt tender", "The Pentagon has cancelled a $500 million tender for cobalt, it said on Tuesday. The solicitation published in August sought 7,480 tons of alloy-grade metal.", {("stockpile_purchase", "main")}),
    ],
)  # fmt: skip
def test_what_an_act_speaks_of_is_no_second_news(
    title: str, text: str, roles: set[tuple[str, str]]
) -> None:
    assert told(text, title) == roles


def test_amounts_of_one_sentence_go_to_the_act_whose_kind_they_name() -> None:
    found = events(
        "The Department of Defense on Monday agreed to buy $400 million of preferred stock of MP Materials, a rare earth miner, and to extend a $150 million loan."
    )
    assert {e.instrument: [m.value for m in e.money] for e in found if e.role == "main"} == {
        "equity_stake": [4e8],
        "state_loan": [1.5e8],
    }


def test_permanent_magnets_are_of_rare_earths() -> None:
    found = main(
        "China's commerce ministry said on Tuesday that exporters of permanent magnets will need a licence from December 1."
    )
    assert [m.value for m in found.materials] == ["rare_earths"]
    assert [p.value for p in found.products] == ["component"]


def test_the_lots_of_an_auction_are_the_acts_and_no_output() -> None:
    read_ = read(
        Document(
            "China sells metal from state reserves",
            ON,
            "China's National Food and Strategic Reserves Administration sold 150,000 tonnes of metals at an auction on Tuesday. The lots comprised 70,000 tonnes of aluminium and 50,000 tonnes of zinc.",
            "d",
        )
    )
    assert {q.value for e in read_.events for q in e.quantities} == {150_000, 70_000, 50_000}
    assert not [c for c in read_.claims if c.unit == "t"]


def test_a_paper_has_the_day_it_is_dated() -> None:
    found = main(
        "Wa State in Myanmar will suspend all mining of tin from October 1, according to a notice dated September 6 that traders saw on Monday."
    )
    assert found.announced is not None
    assert found.announced.value == "2024-09-06"
    assert found.effective is not None
    assert found.effective.value == "2024-10-01"


def test_metal_sold_from_a_reserve_is_refined() -> None:
    (found,) = events(
        "China's state reserve will auction 20,000 tonnes of copper from the national reserve on Monday."
    )
    assert [(p.value, p.implicit) for p in found.products] == [("refined", True)]


def test_a_safeguard_is_aimed_at_all_and_at_whom_it_does_not_spare() -> None:
    found = main(
        "The European Commission on Tuesday imposed safeguard measures on imports of ferro-silicon. Tariff quotas apply for three years. Norway, though close to the single market, is not spared."
    )
    assert {t.value for t in found.targets} == {"WLD", "NOR"}
