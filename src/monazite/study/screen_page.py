# ruff: noqa: E501 - a page
"""A screening as one HTML page: no script, no outside resource (§X88)."""

from __future__ import annotations

from jinja2 import Environment

from monazite.exposure.screening import Screening
from monazite.study import screen_report as report

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Screening of {{ s.bill.name }}</title>
<style>
:root { --ink: #1c2733; --soft: #5b6875; --line: #d9dfe6; --bg: #f6f7f9; }
body { font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif; color: var(--ink); background: #fff;
  max-width: 78rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
p.meta { color: var(--soft); margin: 0 0 1.25rem; }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 0 0 1rem; padding: 0; list-style: none; }
.counts li { border: 1px solid var(--line); border-left: .4rem solid var(--c, #9aa7b4); border-radius: .25rem;
  padding: .4rem .8rem; background: var(--bg); }
.counts b { font-size: 1.25rem; margin-right: .35rem; }
.prohibited, .excluded_from_procurement { --c: #b3261e; } .required, .quota { --c: #d97706; }
.undetermined { --c: #caa400; } .exempt_report, .permitted_procurement { --c: #2f6fb3; } .not_required { --c: #4c8c5a; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
th { background: var(--bg); position: sticky; top: 0; }
td.answer { border-left: .3rem solid var(--c); white-space: nowrap; font-weight: 600; }
td.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.desc small, td small { color: var(--soft); display: block; }
details > summary { cursor: pointer; color: #2f5f93; } details ul { margin: .3rem 0 .3rem 0; padding-left: 0; list-style: none; }
details li { font-size: .86rem; }
ol.ask li { margin: .25rem 0; } .foot { color: var(--soft); font-size: .86rem; margin-top: 2.5rem; }
@media print { details { display: none } th { position: static } body { max-width: none } }
</style>
</head>
<body>
<h1>Screening of {{ s.bill.name }}</h1>
<p class="meta">Law on {{ s.standing.as_of.on }}, as known on {{ s.standing.as_of.known_at }}.
{{ s.bill.lines | length }} lines in, {{ s.lines | length }} lines out.</p>
<ul class="counts">
{% for name, count in s.counts.items() %}<li class="{{ name }}"><b>{{ count }}</b>{{ words(name) }}</li>
{% endfor %}</ul>
{% if s.questions %}
<h2>Questions that settle what is open</h2>
{% for holder, asked in s.questions.items() %}<h3>{{ holder }}</h3>
<ol class="ask">{% for one in asked %}<li>{{ one.text }}</li>{% endfor %}</ol>
{% endfor %}{% endif %}
<h2>Lines that come near a rule</h2>
<table>
<thead><tr><th>Line</th><th>What</th><th>Answer</th><th>From, to</th><th>Instrument</th><th>Part 1 share</th><th>Reason</th></tr></thead>
<tbody>
{% for l in near %}<tr class="{{ l.outcome }}">
<td>{{ l.line.id }}</td>
<td class="desc" style="padding-left: {{ 0.6 + 0.9 * [l.level, 8] | min }}rem">{{ l.line.description }}<small>{{ l.line.supplier }}</small></td>
<td class="answer">{{ words(l.outcome) }}{% if l.presumption and l.outcome != "not_required" %}<small>{{ presumption(l) }}</small>{% endif %}</td>
<td>{{ route(l) }}</td>
<td>{{ clause(l) }}{% if l.authority %}<small>{{ l.authority }}</small>{% endif %}</td>
<td class="num">{{ share(l) }}</td>
<td>{{ reason(l) }}{% if l.determination %}
{% for name, way in l.determination.branches.items() %}<small>{{ name | replace("_", " ") }}: {{ way | replace("_", " ") }}</small>{% endfor %}
{% if l.determination.depends_on %}<small>Hangs on how the rule is read: {% for name, way in l.determination.depends_on %}{{ name | replace("_", " ") }} = {{ way | replace("_", " ") }}{{ ", " if not loop.last }}{% endfor %}</small>{% endif %}
<details><summary>Conditions</summary><ul>{% for node in l.determination.tree[:6] %}{% for depth, text in tree(node) %}<li style="padding-left: {{ depth * 1.1 }}rem">{{ text }}</li>{% endfor %}{% endfor %}</ul></details>{% endif %}</td>
</tr>
{% endfor %}</tbody>
</table>
<h2>Lines without a listed item</h2>
<table>
<thead><tr><th>Line</th><th>What</th><th>Supplier</th><th>Reason</th></tr></thead>
<tbody>
{% for l in far %}<tr><td>{{ l.line.id }}</td><td>{{ l.line.description }}</td><td>{{ l.line.supplier }}</td><td>{{ l.reason }}</td></tr>
{% endfor %}</tbody>
</table>
{% if s.bill.notes %}<h2>How the file was read</h2>
<ul>{% for note in s.bill.notes %}<li>{{ note }}</li>{% endfor %}</ul>{% endif %}
<p class="foot">Law is described here, not advised. A line is one transaction: from where it is made to where it is built in; the
product from its exporter to its destination.</p>
</body>
</html>
"""


def page(screening: Screening) -> str:
    """The page; every text is escaped.

    Spec: §X88.
    """
    environment = Environment(autoescape=True, trim_blocks=True)
    near = [screened for screened in screening.lines if report.needs_a_look(screened)]
    far = [screened for screened in screening.lines if not report.needs_a_look(screened)]
    return environment.from_string(_PAGE).render(
        s=screening,
        near=near,
        far=far,
        words=report.words,
        presumption=report.presumption,
        route=report.route,
        share=report.share,
        reason=report.reason,
        clause=report.clause,
        tree=report.tree,
    )
