"""A brief's words, its refusal of numbers without a parent, and its four forms."""

from __future__ import annotations

import doctest
import json
from dataclasses import replace
from datetime import date

import pytest

from monazite import regime
from monazite.brief import as_html, as_json, as_markdown, law, words
from monazite.brief.model import Band, Brief, Chart, Finding, Part, RunFacts, Table, all_figures
from monazite.dates import AsOf
from monazite.errors import DataError
from monazite.provenance import Absence, Absent, Cited, Figure, Licence, Source, derive
from monazite.study import writing

SHARE = Figure(
    "s/share", "China's share", 0.7105, "share", low=0.68, high=0.72, cited=Cited("s", "row 1")
)
WEEK = derive(
    "w", "first week", 9.0, "weeks", formula="first week", parents=(SHARE,), low=6.0, high=14.0
)
SOURCE = Source(
    "s",
    "Survey",
    "Summaries",
    "2026",
    date(2026, 2, 6),
    Licence("public domain", redistribute=True),
)
RECORD = RunFacts(
    date(2025, 10, 10), date(2025, 10, 10), "USA", 10, 1, "ab" * 32, (("monazite", "0"),), "1", "x"
)


def a_brief(text: str = "China mined {0:range} <b>of it</b>; week {1}.") -> Brief:
    finding = Finding("f/1", "law", text, (SHARE, WEEK))
    table = Table("A table", ("who", "what"), (("China | PRC", SHARE), ("none", WEEK)))
    band = Band("unmet", (0.0, 1.0), (1.0, 2.0), (0.5, 1.0), (2.0, 3.0))
    chart = Chart("c1", "fan", "Fan <1>", "Rises.", "week", "t", (("Dy", (band,)),), table)
    parts = (Part("law", (finding,), (chart,), (table,)),)
    return Brief(
        "T", "s", (finding,), parts, (SOURCE,), RECORD, figures=all_figures((finding,), parts)
    )


def test_examples_in_words_run() -> None:
    assert doctest.testmod(words).failed == 0
    assert doctest.testmod(writing).failed == 0


def test_a_sentence_takes_its_numbers_from_figures() -> None:
    assert words.fill("{0:range}, week {1}", (SHARE, WEEK)) == "71 % (68 to 72 %), week 9 weeks"


def test_an_absent_value_is_said_not_zeroed() -> None:
    withheld = Figure("x", "x", Absent(Absence.WITHHELD), "t", cited=Cited("s", "row 2"))
    assert words.value_of(withheld) == "not available (withheld)"


def test_a_finding_needs_a_figure_and_a_known_section() -> None:
    with pytest.raises(DataError, match="E901"):
        Finding("f", "law", "no number", ())
    with pytest.raises(DataError, match="E902"):
        Finding("f", "gossip", "{0}", (SHARE,))


def test_two_figures_may_not_share_an_id() -> None:
    other = Figure("s/share", "another", 1.0, "share", cited=Cited("s", "row 9"))
    with pytest.raises(DataError, match="E904"):
        all_figures((Finding("f", "law", "{0} {1}", (SHARE, other)),), ())


def test_a_row_must_fit_its_columns() -> None:
    with pytest.raises(DataError, match="E903"):
        Table("t", ("a",), (("x", "y"),))


def test_the_page_links_each_number_and_escapes_words() -> None:
    page = as_html.render(a_brief())
    assert '<a class="n" href="#f-s-share"' in page
    assert 'id="f-s-share"' in page
    assert "<b>of it</b>" not in page
    assert "Fan &lt;1&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_the_same_brief_gives_the_same_bytes() -> None:
    for form in (as_html, as_json, as_markdown):
        assert form.render(a_brief()) == form.render(a_brief())


def test_json_carries_range_and_sources() -> None:
    content = json.loads(as_json.render(a_brief()))
    finding = content["findings"][0]
    assert finding["range"] == {"low": 0.68, "high": 0.72, "unit": "share", "kind": "range"}
    assert finding["sources"] == ["s"]
    assert content["figures"]["w"]["parents"] == ["s/share"]
    assert "China \\| PRC" in as_markdown.render(a_brief())


def test_a_command_stands_whole_on_a_line_of_the_terminal() -> None:
    command = "monazite loss --mrio TABLE --concordance CSV --importer DEU --unmet rare-earths:USE=LOW,MID,HIGH"
    note = f"With a table of your own that pymrio reads: `{command}`. " + "More words. " * 20
    part = Part("loss", (), note=note)
    lines = [
        line.strip() for line in writing.summary(replace(a_brief(), parts=(part,))).split("\n")
    ]
    assert command in lines
    assert "`" not in "".join(lines)
    assert all(len(line) <= 88 for line in lines if line != command)


def test_clauses_cited_alike_are_told_apart_or_named_once() -> None:
    as_of = AsOf(date(2025, 11, 14), date(2025, 11, 14))
    entries = regime.standing(as_of).clauses
    acts = {entry.measure.id: entry.measure for entry in entries}
    cobalt = words.fill(*_told(law.lead(entries, acts["CD-CO"], as_of)))
    assert "clause quota 2025 in force" in cobalt
    assert "clause quota 2026-27 announced" in cobalt
    magnets = words.fill(*_told(law.lead(entries, acts["US-DFARS-7052"], as_of)))
    assert "clause (b) tantalum in force" in magnets
    assert "dFARS" not in magnets
    alike = [
        replace(e, status=regime.Status.IN_FORCE, since=None, until=None)
        for e in entries
        if e.measure.id == "CD-CO"
    ]
    together = words.fill(*_told(law.lead(alike, acts["CD-CO"], as_of)))
    assert "clauses suspension and quota in force" in together


def _told(finding: Finding) -> tuple[str, tuple[Figure, ...]]:
    return finding.text, finding.figures


@pytest.mark.parametrize(
    ("unit", "ends", "said"),
    [
        ("% of GDP", (0.0, 0.01914, 0.1283), "0.019 % of GDP (0 to 0.13)"),
        ("% of GDP", (0.942, 1.53, 2.04), "1.5 % of GDP (0.94 to 2)"),
        (
            "times the price before any control",
            (0.942, 1.453, 6.434),
            "1.5 times the price before any control (0.94 to 6.4)",
        ),
        ("times the price before", (1.07, 12.34, 45.6), "12 times the price before (1.1 to 46)"),
        ("%", (68.4, 69.2, 70.1), "69.2 % (68.4 to 70.1)"),
    ],
)
def test_factors_and_small_shares_have_two_digits_in_a_sentence(
    unit: str, ends: tuple[float, float, float], said: str
) -> None:
    figure = Figure("f", "f", ends[1], unit, low=ends[0], high=ends[2], cited=Cited("s", "row 1"))
    assert words.fill("{0:range}", (figure,)) == said
    assert f"{ends[1]:.3g}" in words.with_range(figure)
