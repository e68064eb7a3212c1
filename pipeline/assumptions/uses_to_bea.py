"""Concordance uses -> 402 industries of the BEA, written out as reference/economy/uses_to_bea.csv.

usage: python pipeline/assumptions/uses_to_bea.py OUT

A line says: of that industry's output, this share cannot be made without the material in this use (low, mid, high).
The industry is the first that buys the material or the part for the use; what follows downstream is left to the
input-output models. All shares are reasoned ranges, fixed on 2026-11-23 before any loss was computed from them, and not
changed after comparison with published losses. `any-rare-earth` stands for a use whichever rare earth is short in it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

LINES = """
any-rare-earth electric-vehicles 336111 .10 .18 .30 electric and hybrid cars in output; drive motors
any-rare-earth electric-vehicles 336112 .05 .12 .20 electric and hybrid light trucks in output
any-rare-earth electric-vehicles 336320 .05 .10 .20 traction motors and inverters in output
any-rare-earth wind-power 333611 .05 .15 .30 permanent-magnet generators among turbine sets
any-rare-earth industrial-motors 335312 .10 .25 .50 permanent-magnet motors among motors
any-rare-earth industrial-motors 333517 .10 .30 .60 servo drives of machine tools
any-rare-earth industrial-motors 333242 .20 .40 .80 stages and pumps of semiconductor machinery
any-rare-earth industrial-motors 33399A .02 .05 .15 drives in general machinery
any-rare-earth industrial-motors 333912 .02 .05 .15 drives of compressors
any-rare-earth industrial-motors 333914 .02 .05 .15 magnetic pumps and meters
any-rare-earth car-parts 3363A0 .20 .40 .80 electric power steering and brake actuators
any-rare-earth car-parts 336320 .10 .30 .60 small motors and sensors
any-rare-earth car-parts 336310 .05 .10 .30 pumps and valve actuators
any-rare-earth consumer-electronics 334112 .50 .80 1.0 voice-coil and spindle motors of disk drives
any-rare-earth consumer-electronics 334300 .30 .60 .90 loudspeakers and microphones
any-rare-earth consumer-electronics 334118 .10 .20 .50 printers and peripherals
any-rare-earth consumer-electronics 334220 .05 .15 .40 handsets and radios
any-rare-earth aerospace-defence 336414 .50 .80 1.0 actuators and guidance of missiles
any-rare-earth aerospace-defence 334511 .30 .60 .90 radar tubes, gyroscopes, navigation
any-rare-earth aerospace-defence 336413 .10 .30 .70 actuators and generators of aircraft
any-rare-earth aerospace-defence 336412 .05 .20 .50 starter-generators and engine controls
any-rare-earth other-magnets 334510 .05 .15 .40 magnetic resonance and other medical apparatus
any-rare-earth other-magnets 335999 .02 .10 .30 other electrical equipment
any-rare-earth other-magnets 33441A .02 .05 .20 sensors and electronic components
any-rare-earth other-magnets 339112 .02 .05 .15 surgical drives
any-rare-earth catalysts 324110 .02 .10 .30 fluid cracking catalysts; refineries can run with less at lower yield
any-rare-earth catalysts 336390 .10 .30 .70 car exhaust catalysts
any-rare-earth glass-polishing 333314 .10 .30 .60 ceria polishing of optics
any-rare-earth glass-polishing 334413 .05 .20 .50 ceria slurries in wafer polishing
any-rare-earth glass-polishing 327200 .01 .03 .10 plate and display glass
any-rare-earth batteries-metallurgy 335911 .02 .05 .15 nickel-metal hydride batteries
any-rare-earth batteries-metallurgy 331510 .02 .10 .30 nodularisers of ductile iron
any-rare-earth phosphors 335110 .20 .50 .90 lamps
any-rare-earth phosphors 334510 .05 .10 .30 medical imaging scintillators
any-rare-earth ceramics-coatings 336412 .30 .70 1.0 thermal barrier coatings of turbine blades
any-rare-earth ceramics-coatings 333242 .20 .50 .90 yttria-coated etch chambers
any-rare-earth ceramics-coatings 339114 .20 .40 .70 dental zirconia
any-rare-earth ceramics-coatings 33441A .05 .10 .30 sensors and filters
any-rare-earth imaging-nuclear-other 325412 .005 .01 .02 contrast agents
any-rare-earth imaging-nuclear-other 334517 .05 .15 .40 neutron absorbers and detectors
any-rare-earth other 325180 .005 .02 .05 other rare earth chemicals
samarium smco-magnets 336414 .50 .80 1.0 samarium-cobalt magnets in missiles
samarium smco-magnets 334511 .20 .40 .80 travelling-wave tubes and gyroscopes
samarium smco-magnets 336413 .05 .20 .50 high-temperature actuators
samarium smco-magnets 335312 .01 .03 .10 high-temperature motors
lutetium scintillators 334510 .02 .05 .12 positron emission tomography
lutetium catalysts-other 325190 .001 .003 .01 catalysts
ytterbium fibre-lasers 333517 .01 .03 .08 fibre lasers in machine tools
ytterbium fibre-lasers 334510 .005 .01 .03 medical lasers
erbium fibre-amplifiers 335920 .02 .05 .15 optical amplifiers
holmium lasers 334510 .005 .01 .03 medical lasers
thulium lasers 334510 .005 .01 .03 medical lasers
scandium alloys 33131B .001 .003 .01 aluminium-scandium alloys
scandium fuel-cells 335999 .01 .03 .08 solid oxide fuel cells
gallium integrated-circuits 334413 .02 .05 .12 gallium arsenide and nitride devices among semiconductors
gallium optoelectronics 334413 .01 .02 .05 laser diodes, detectors, light-emitting diodes
germanium fibre-optics 335920 .05 .15 .30 optical fibre among wire and cable
germanium infrared-optics 333314 .10 .25 .50 infrared lenses among optical instruments
germanium electronics-solar 334413 .002 .005 .02 space solar cells, SiGe devices
antimony flame-retardants 3259A0 .01 .03 .08 flame-retardant compounds
antimony flame-retardants 326190 .01 .03 .08 flame-retarded plastics
antimony lead-alloys 335911 .10 .20 .50 antimonial lead in batteries
antimony ammunition 33299A .05 .20 .50 hard lead and primers
antimony glass-ceramics 327200 .005 .02 .05 fining of glass
tungsten cemented-carbides 33351B .30 .60 .90 carbide cutting tools
tungsten cemented-carbides 333130 .05 .20 .50 drill bits and wear parts
tungsten mill-products 334517 .30 .60 .90 x-ray anodes and shielding
tungsten mill-products 33441A .01 .02 .05 contacts and heat sinks
tungsten mill-products 33299A .02 .10 .30 penetrators
tungsten steels-superalloys 336412 .05 .20 .50 superalloys
natural-graphite batteries 335911 .10 .30 .60 anodes of lithium-ion cells
natural-graphite refractories 327100 .10 .20 .50 magnesia-carbon bricks
natural-graphite brakes 3363A0 .05 .15 .40 brake linings
natural-graphite foundries 331510 .02 .10 .30 facings and recarburising
natural-graphite lubricants 324190 .02 .05 .10 lubricants
bismuth chemicals 325412 .001 .003 .01 pharmaceuticals
bismuth chemicals 325130 .01 .03 .08 pigments
bismuth metallurgy 332913 .05 .15 .40 lead-free brass fittings
bismuth metallurgy 331110 .002 .005 .02 free-machining steel
tellurium solar 334413 .02 .05 .10 cadmium telluride modules
tellurium metallurgy 331110 .002 .005 .02 free-machining steel
indium displays 33441A .02 .05 .15 transparent conductors
indium compounds 334413 .01 .02 .05 indium phosphide
indium solders 334418 .005 .01 .03 solders and thermal interfaces
cobalt superalloys 336412 .30 .60 .90 superalloys of engines
cobalt cemented-carbides 33351B .20 .50 .80 binder of carbides
cobalt catalysts 324110 .02 .10 .30 hydrotreating
cobalt batteries 335911 .05 .10 .30 cathodes
lithium batteries 335911 .20 .40 .70 lithium-ion cells
lithium batteries 335912 .30 .50 .80 lithium primary cells
lithium ceramics-glass 327200 .02 .05 .10 glass ceramics
lithium lubricants 324190 .05 .10 .20 greases
nickel stainless-steel 331110 .05 .10 .20 stainless and alloy steel
nickel superalloys 336412 .30 .60 .90 superalloys
nickel plating 332800 .05 .10 .30 plating
magnesium aluminium-alloys 33131B .30 .50 .90 alloying of aluminium
magnesium die-casting 331520 .10 .20 .30 castings
magnesium desulphurisation 331110 .05 .15 .40 desulphurising of iron
molybdenum steels 331110 .03 .08 .20 alloy steels
molybdenum catalysts 324110 .02 .10 .30 hydrotreating
fluorspar hydrogen-fluoride 325120 .10 .20 .40 fluorocarbons
fluorspar hydrogen-fluoride 325180 .03 .08 .15 inorganic fluorides
fluorspar aluminium 331313 .30 .60 .90 aluminium fluoride
rhodium autocatalysts 336390 .20 .50 .90 nitrogen oxide control
rhodium chemical-catalysts 325190 .01 .04 .10 acetic acid and oxo alcohols
platinum autocatalysts 336390 .10 .30 .60 exhaust control
platinum chemical-catalysts 324110 .02 .10 .30 reforming
palladium autocatalysts 336390 .20 .50 .90 exhaust control
palladium electronics 33441A .01 .05 .15 capacitors
ruthenium electronics 334112 .10 .40 .80 disk media
ruthenium electronics 33441A .01 .03 .10 resistors
iridium crucibles-plugs 336320 .01 .05 .15 spark plugs
niobium steels 331110 .03 .08 .20 microalloyed steel
niobium superalloys 336412 .10 .30 .60 superalloys
tantalum capacitors 33441A .03 .10 .25 capacitors
tantalum superalloys 336412 .02 .05 .15 superalloys
vanadium steels 331110 .02 .05 .12 microalloyed and tool steel
vanadium titanium-alloys 336413 .05 .20 .50 titanium alloy parts
chromium steels 331110 .05 .12 .25 stainless steel
chromium superalloys 336412 .20 .50 .90 superalloys
titanium aerospace 336412 .10 .30 .60 titanium metal in engines
titanium aerospace 336413 .10 .30 .60 titanium metal in airframes
titanium pigments 325510 .20 .50 .80 titanium dioxide in paints
manganese steels 331110 .20 .60 .95 steelmaking
beryllium alloys 33441A .01 .03 .10 connectors
beryllium aerospace 334511 .01 .05 .15 sensors and structures
hafnium superalloys 336412 .05 .20 .50 single-crystal blades
rhenium superalloys 336412 .05 .20 .50 single-crystal blades
tin solders 334418 .30 .70 .95 solder
tin tinplate 332430 .05 .20 .40 food cans
zinc galvanising 331200 .10 .25 .50 galvanised products
zinc alloys 331520 .05 .15 .30 die castings
aluminium products 33131B .20 .50 .90 primary metal in products
baryte drilling 213111 .10 .30 .60 drilling mud
arsenic compound-semiconductors 334413 .02 .05 .12 gallium arsenide
zirconium foundry-ceramics 327100 .02 .08 .20 refractories and ceramics
zirconium nuclear 331490 .02 .05 .15 alloys
potash fertiliser 325310 .10 .30 .50 potassium fertiliser
phosphate fertiliser 325310 .20 .40 .60 phosphate fertiliser
silicon semiconductors 334413 .20 .50 .90 polysilicon
silicon alloys 331314 .10 .30 .60 casting alloys
lead batteries 335911 .20 .40 .60 lead-acid batteries
silver electronics 33441A .01 .05 .15 contacts and pastes
boron glass 327200 .05 .15 .30 borosilicate and fibre glass
copper wire 335920 .20 .50 .90 cable
uranium nuclear-power 221100 .05 .15 .20 nuclear generation
coking-coal steel 331110 .10 .25 .40 blast furnaces
"""


def main(out: Path) -> None:
    with (out / "uses_to_bea.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        header = (
            "id label mineral use industry value low high unit quality reliability source at note"
        )
        writer.writerow(header.split())
        for line in LINES.strip().splitlines():
            mineral, use, industry, low, mid, high, reason = line.split(" ", 6)
            writer.writerow(
                [
                    f"dependence/{mineral}/{use}/{industry}",
                    f"share of output of industry {industry} that needs {mineral} in {use}",
                    mineral,
                    use,
                    industry,
                    float(mid),
                    float(low),
                    float(high),
                    "share",
                    "assumed",
                    "memory",
                    "monazite-assumptions-2026",
                    f"uses to industries, {mineral}, {use}, {industry}",
                    reason,
                ]
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
