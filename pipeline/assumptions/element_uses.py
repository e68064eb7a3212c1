"""Uses of single rare earths and the part of each use that needs the element, as reference/economy/element_uses.csv.

usage: python pipeline/assumptions/element_uses.py OUT

A line says: of what the use carries, this share stops if the element alone is missing and its relatives are to be had
(low, middle, high). A use with an industry holds for that industry only. Reasoned ranges, fixed with ADR 0063 before
any loss was computed from them.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

LINES = """
neodymium electric-vehicles - .80 .95 1.0 the magnet itself; praseodymium is too scarce to take its place
neodymium wind-power - .80 .95 1.0 the magnet itself
neodymium industrial-motors - .80 .95 1.0 the magnet itself
neodymium car-parts - .80 .95 1.0 the magnet itself
neodymium consumer-electronics - .80 .95 1.0 the magnet itself
neodymium aerospace-defence - .50 .80 1.0 the magnet itself, samarium-cobalt beside it
neodymium other-magnets - .80 .95 1.0 the magnet itself
praseodymium electric-vehicles - .00 .15 .40 a diluent of neodymium, which makes the magnet alone
praseodymium industrial-motors - .00 .15 .40 a diluent of neodymium
praseodymium car-parts - .00 .15 .40 a diluent of neodymium
praseodymium consumer-electronics - .00 .15 .40 a diluent of neodymium
dysprosium electric-vehicles - .50 .80 1.0 drives at 150 to 180 C; some makers do without
dysprosium wind-power - .30 .60 .90 direct drives; geared ones run cooler
dysprosium industrial-motors - .20 .50 .80 servo and compressor motors above 120 C
dysprosium car-parts - .20 .50 .80 parts under the bonnet
dysprosium aerospace-defence - .20 .50 .80 hot uses lie with samarium-cobalt
terbium electric-vehicles - .20 .40 .70 diffused into the best grades; dysprosium does it with more mass
terbium industrial-motors - .05 .15 .30 as in vehicles, in the best grades only
terbium car-parts - .05 .15 .30 as in vehicles, in the best grades only
terbium aerospace-defence - .10 .25 .50 as in vehicles, in the best grades only
terbium phosphors - .20 .40 .60 green phosphor
samarium smco-magnets - 1.0 1.0 1.0 the magnet itself
lanthanum catalysts 324110 .70 .90 1.0 cracking catalysts
lanthanum catalysts 336390 .10 .20 .40 stabiliser of washcoats
lanthanum glass-polishing 333314 .20 .40 .70 optical glass
lanthanum glass-polishing 334413 .00 .02 .10 ceria does the polishing
lanthanum glass-polishing 327200 .00 .10 .30 optical glass
lanthanum batteries-metallurgy - .40 .60 .80 mischmetal is half lanthanum and cerium
cerium catalysts 324110 .00 .10 .30 additive beside lanthanum
cerium catalysts 336390 .80 .95 1.0 oxygen store of exhaust catalysts
cerium glass-polishing - .80 .95 1.0 ceria
cerium batteries-metallurgy - .30 .50 .80 mischmetal and nodularisers
yttrium ceramics-coatings - .80 .95 1.0 stabilised zirconia and coatings
yttrium phosphors - .50 .70 .90 host of phosphors
europium phosphors - .30 .60 .90 red phosphor
gadolinium imaging-nuclear-other - .50 .80 1.0 contrast agents, neutron absorbers
lutetium scintillators - 1.0 1.0 1.0 own line of the concordance
lutetium catalysts-other - 1.0 1.0 1.0 own line of the concordance
ytterbium fibre-lasers - 1.0 1.0 1.0 own line of the concordance
erbium fibre-amplifiers - 1.0 1.0 1.0 own line of the concordance
holmium lasers - 1.0 1.0 1.0 own line of the concordance
thulium lasers - 1.0 1.0 1.0 own line of the concordance
scandium alloys - 1.0 1.0 1.0 own line of the concordance
scandium fuel-cells - 1.0 1.0 1.0 own line of the concordance
"""


def main(out: Path) -> None:
    with (out / "element_uses.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow("mineral use industry value low high note source at reliability".split())
        for line in LINES.strip().splitlines():
            mineral, use, industry, low, mid, high, reason = line.split(" ", 6)
            writer.writerow(
                [
                    mineral,
                    use,
                    industry.replace("-", ""),
                    float(mid),
                    float(low),
                    float(high),
                    reason,
                    "monazite-assumptions-2026",
                    f"uses of single rare earths, {mineral}, {use}",
                    "memory",
                ]
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
