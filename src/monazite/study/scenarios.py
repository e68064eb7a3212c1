"""Scenario files: read, checked, and turned into a network and a scenario (§S11)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite import catalog
from monazite.errors import DataError, ScenarioError
from monazite.provenance import Cited
from monazite.shock.types import LossCurve, Project, Release, Scenario, Shock, ShockKind, Target

if TYPE_CHECKING:
    from monazite.network import SupplyNetwork
    from monazite.shock.types import Assumption
    from monazite.simulate import Ensemble

_FOLDER = "scenarios"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario with the network it runs on."""

    network: SupplyNetwork
    scenario: Scenario


def names() -> tuple[str, ...]:
    """Ids of the shipped scenarios."""
    return tuple(content["id"] for _, content in catalog.documents(_FOLDER))


def load(text: str) -> tuple[Mapping[str, Any], str]:
    """The content of a shipped scenario by id, or of a file by path, with where it came from.

    Raises:
        ScenarioError: E512 if there is neither.
        DataError: E513 if a file is no YAML or JSON.
    """
    import yaml

    for where, content in catalog.documents(_FOLDER):
        if content["id"] == text:
            return content, where
    path = Path(text)
    if not path.is_file():
        raise ScenarioError(
            "E512",
            f"no scenario {text!r}",
            why="It is neither a shipped id nor a file",
            way_out="Shipped: " + ", ".join(names()),
        )
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(
            "E513", "the scenario cannot be read", where=text, why=str(error).splitlines()[0]
        ) from error
    return content, text


def check(content: Any, where: str) -> None:
    """Raise everything a scenario file does wrong, at once.

    Raises:
        ExceptionGroup: of DataError E514, one for each place.
    """
    from jsonschema import Draft202012Validator

    schema = json.loads(catalog.text("schemas", "scenario.schema.json"))
    problems = [
        DataError(
            "E514",
            problem.message[:300],
            where=f"{where}, {'/'.join(map(str, problem.absolute_path)) or 'top'}",
            way_out="The form is reference/schemas/scenario.schema.json",
        )
        for problem in Draft202012Validator(schema).iter_errors(content)
    ]
    if problems:
        raise ExceptionGroup(f"{where} is no scenario", problems)


def prepare(text: str) -> Prepared:
    """The network and scenario of a shipped id or a file.

    Raises:
        ScenarioError, DataError: E504, E512, E513, and E506 where its law reaches nothing.
        ExceptionGroup: of DataError E514 for a file of the wrong form.
    """
    from monazite import network

    loaded, where = load(text)
    content = json.loads(json.dumps(loaded, default=str))
    check(content, where)
    net = (
        network.load(content["mineral"], year=content["year"])
        if "year" in content
        else network.load(content["mineral"])
    )
    return Prepared(net, _scenario(content, net, where))


def _scenario(content: Mapping[str, Any], net: SupplyNetwork, where: str) -> Scenario:
    known = _assumptions(content, where)
    shocks = [_shock(raw) for raw in content.get("shocks", ())]
    if "law" in content:
        shocks += _of_law(content["law"], net, known)
    return Scenario(
        id=content["id"],
        title=content["title"],
        shocks=tuple(shocks),
        assumptions=known,
        horizon_weeks=content.get("horizon_weeks", 104),
        seed=content.get("seed", 1),
        restrictor=content["restrictor"],
        mineral=content["mineral"],
        focus=content.get("focus", ""),
        projects=tuple(Project(**raw) for raw in content.get("projects", ())),
        releases=tuple(Release(**raw) for raw in content.get("releases", ())),
        military_uses=tuple(content.get("military_uses", ("aerospace-defence", "defence"))),
        note=content.get("note", ""),
    )


def _assumptions(content: Mapping[str, Any], where: str) -> Mapping[str, Assumption]:
    from monazite.study.assumption_tables import with_changes

    changes = {
        name: (value[0], value[1], value[2]) if isinstance(value, list) else float(value)
        for name, value in content.get("assumptions", {}).items()
    }
    why = content.get("assumptions_why", "set in the scenario file")
    return with_changes(changes, why=why, cited=Cited("scenario-file", where))


def _shock(raw: Mapping[str, Any]) -> Shock:
    given: Mapping[str, Any] = raw.get("target", {})
    target: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
    return Shock(
        id=raw["id"],
        kind=ShockKind(raw["kind"]),
        cause=raw["cause"],
        curve=LossCurve(**raw.get("curve", {})),
        target=Target(**target),
        share=raw.get("share", 1.0),
    )


def _of_law(
    law: Mapping[str, Any], net: SupplyNetwork, known: Mapping[str, Assumption]
) -> list[Shock]:
    """Shocks of what the named measures reach on a day."""
    from monazite import regime
    from monazite.dates import AsOf
    from monazite.exposure.reach import IN_FORCE, reach
    from monazite.shock.build import from_exposure

    on = date.fromisoformat(law["day"])
    standing = regime.standing(AsOf(on, date.fromisoformat(law.get("known_at", law["day"]))))
    statuses = tuple(regime.Status(s) for s in law.get("statuses", ())) or IN_FORCE
    exposed = reach(net, standing, statuses=statuses, measures=tuple(law["measures"]))
    curve = LossCurve(**law.get("curve", {}))
    made = from_exposure(exposed, known, curves=dict.fromkeys(law["measures"], curve))
    return list(made.shocks)


def as_dict(prepared: Prepared, ensemble: Ensemble) -> dict[str, object]:
    """What `monazite run --json` prints."""
    from monazite.simulate import price_band, shortages
    from monazite.simulate.types import QUANTILES

    quiet = ensemble.baseline
    return {
        "scenario": {"id": prepared.scenario.id, "title": prepared.scenario.title},
        "record": ensemble.record.as_dict(),
        "quantiles": list(QUANTILES),
        "shortages": [
            {
                "kind": s.group.kind,
                "name": s.group.name,
                "base_t_per_week": s.base_t,
                "probability": s.probability,
                "first_week": list(s.first_week),
                "depth": list(s.depth),
                "weeks": list(s.weeks),
                "unmet_t": list(s.unmet_t),
                "share": list(s.share),
                "no_control_unmet_t": float(quiet.unmet_t[:, quiet.groups.index(s.group)].sum()),
            }
            for s in shortages(ensemble)
        ],
        "prices": {
            mineral: {
                which: price_band(ensemble, mineral, which=which).round(4).tolist()
                for which in ("spot", "contract", "home", "exports")
            }
            for mineral in ensemble.minerals
        },
        "mass_error": ensemble.mass_error,
    }
