"""Laws of the law: stability under later knowledge, monotone content, intervals that hold their points (§L3, §X4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monazite import regime
from monazite.dates import AsOf
from monazite.exposure.context import facts_of
from monazite.exposure.determine import determine
from monazite.exposure.facts import Facts, Readings, Span
from monazite.exposure.inquiry import inquiry
from monazite.provenance import Cited, Reliability
from monazite.regime import Measure, Status, TimelineEntry

FIRST = date(2023, 1, 1)
days = st.integers(0, 2000).map(lambda n: FIRST + timedelta(days=n))
NOW = date(2026, 11, 23)
LAW = regime.patch(regime.measures(), {"without": ["CN-2025-70"]})
DAY = date(2025, 12, 15)
STANDING = regime.standing(AsOf(DAY, NOW), LAW)
ORDER = {"not_required": 0, "undetermined": 1, "required": 2, "prohibited": 3}


def learn(measure: Measure, clause: int, entry: TimelineEntry) -> Measure:
    clauses = list(measure.clauses)
    chosen = clauses[clause % len(clauses)]
    clauses[clause % len(clauses)] = replace(chosen, timeline=(*chosen.timeline, entry))
    return replace(measure, clauses=tuple(clauses))


@settings(max_examples=60, deadline=None)
@given(
    on=days,
    known=days,
    later=st.integers(1, 1000),
    start=days,
    status=st.sampled_from([Status.IN_FORCE, Status.SUSPENDED, Status.REVOKED]),
    which=st.integers(0, 10_000),
)
def test_later_knowledge_does_not_change_what_was_known(
    on: date, known: date, later: int, start: date, status: Status, which: int
) -> None:
    entry = TimelineEntry(
        start, status, known + timedelta(days=later), Cited("x", "y"), Reliability.PRIMARY
    )
    base = regime.measures()
    more = list(base)
    more[which % len(base)] = learn(base[which % len(base)], which, entry)
    day = AsOf(on, known)

    def plain(
        measures: tuple[Measure, ...],
    ) -> list[tuple[str, str, date | None, date | None, str]]:
        found = regime.standing(day, measures).clauses
        return [(e.ref, e.status.value, e.since, e.until, e.reason) for e in found]

    assert plain(tuple(more)) == plain(base)


def magnet(product: str, span: Span) -> Facts:
    form = inquiry(
        {
            "product": product,
            "made_in": "DE",
            "exporter_in": "DE",
            "destination": "US",
            "date": DAY,
            "value_share": 0.0,
        }
    )
    facts = facts_of(form, STANDING, Readings())
    return replace(facts, shares={"part1": span})


shares = st.one_of(st.floats(0, 0.004), st.floats(0, 1), st.just(0.001))
products = st.sampled_from(
    [
        "Dy-NdFeB magnet",
        "SmCo magnet",
        "gadolinium target",
        "EV motor with Dy-NdFeB magnet",
        "NdFeB magnet",
    ]
)


@settings(max_examples=60, deadline=None)
@given(product=products, one=shares, two=shares)
def test_more_controlled_content_never_frees(product: str, one: float, two: float) -> None:
    low, high = sorted((one, two))
    less = determine(magnet(product, Span(low, low)), STANDING, explain=False)
    more = determine(magnet(product, Span(high, high)), STANDING, explain=False)
    assert ORDER[less.outcome] <= ORDER[more.outcome]


@settings(max_examples=60, deadline=None)
@given(product=products, one=shares, two=shares, at=st.floats(0, 1))
def test_an_interval_answer_holds_each_point_answer(
    product: str, one: float, two: float, at: float
) -> None:
    low, high = sorted((one, two))
    point = min(max(low + at * (high - low), low), high)
    whole = determine(magnet(product, Span(low, high)), STANDING, explain=False).outcome
    inside = determine(magnet(product, Span(point, point)), STANDING, explain=False).outcome
    assert whole in ("undetermined", inside)


@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(["Sm metal", "Gd metal", "Dy metal", "Nd metal", "cobalt", "Dy oxide"]),
            st.sampled_from(["CN", "JP", None]),
            st.floats(0, 0.01),
        ),
        max_size=4,
    ),
    share=st.floats(0, 0.01),
)
def test_one_more_chinese_part_never_frees(
    parts: list[tuple[str, str | None, float]], share: float
) -> None:
    def outcome(listed: list[tuple[str, str | None, float]]) -> str:
        bom = [{"item": item, "origin": origin, "share": value} for item, origin, value in listed]
        form = inquiry(
            {
                "product": "SmCo magnet",
                "made_in": "CH",
                "exporter_in": "CH",
                "destination": "US",
                "date": DAY,
                "bom": bom or [{"item": "cobalt", "origin": "JP", "share": 0.5}],
            }
        )
        return determine(facts_of(form, STANDING, Readings()), STANDING, explain=False).outcome

    assert ORDER[outcome(parts)] <= ORDER[outcome([*parts, ("Dy metal", "CN", share)])]
