# ruff: noqa: E501 - lists of words
"""Words of the trade in English, German and Chinese, and the concepts they stand for (§X40).

A word matches as a whole word with the usual plural endings; `*` opens an end of it, Chinese signs match anywhere. The
concepts are those that the items of the measures are written in: `el:` an element, `fam:` a magnet family, `form:` what
the thing is, `sub:` a named substance or machine, `may:` a hint that a closed assembly may hold something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monazite.codes import ELEMENTS

_ELEMENT_WORDS = {
    "Nd": "neodym*",
    "Pr": "praseodym*",
    "Sb": "antimon*|stibium",
    "W": "wolfram*|tungsten*",
    "Bi": "bismut*|wismut*",
    "Te": "tellur*",
    "Mo": "molybd*",
    "Co": "cobalt*|kobalt*",
    "Ta": "tantal*",
    "Nb": "niob*",
    "Ni": "nickel*",
    "Ag": "silver|silber*|银",
    "Fe": "iron|ferro*|eisen*|铁",
    "Mn": "manganese|mangan*|锰",
}
_OTHER = """
fam:NdFeB=ndfeb*|nd-fe-b|nd2fe14b|neo magnet*|neodymium iron boron|neodymium-iron-boron|neodymium magnet*|neodym-eisen-bor|neodymmagnet*|neodym magnet*|neodym-magnet*|钕铁硼
fam:SmCo=smco*|sm-co|sm2co17|smco5|sm2(co*|samarium cobalt*|samarium-cobalt*|samarium-kobalt*|samariumkobalt*|samarium kobalt*|钐钴
fam:ferrite=ferrite|ferrit*|strontium ferrite|铁氧体|hard ferrite|ceramic magnet*
fam:AlNiCo=alnico|铝镍钴
form:magnet=*magnet|*magnets|*magnete|*magneten|*magnetring|*magnetringe|magnetsegment*|magnetscheibe*|magnetpulver|magnet powder|permanent-magnet*|permanent magnet*|magnet*material|magnetic material|magnet tile*|磁铁|磁体|磁钢|永磁|磁瓦|磁环|磁石
none=copper indium gallium*|cigs|electromagnet*|elektromagnet*|magnet wire|magnet holder|magnet valve|magnetventil*|magnetic core|magnetkern*|magnet coil|magnetspule*|magnetschalter*|phosphor bronze|phosphorbronze*|metal film|metal oxide semiconductor|metal oxide varistor|bi-metal*|bimetal*|bimetall*|stainless|magnetic stripe|magnetizing|sheet metal|metal sheet|dichtring metal|bare metal|target date|电磁铁|漆包线|silver-plated|silver plated|nickel-plated|nickel plated|ni-plated|vernickelt*|versilbert*|镀镍|镀银|铜线|carbon brush*|iron core|eisenkern*|铁芯|cast iron|gusseisen|铸铁
form:metal=metal|metals|metall|*metall|*metalle|ingot|ingots|barren|bullion|sponge|金属|锭
form:alloy=alloy|alloys|master alloy|master alloys|*legierung|*legierungen|合金|strip cast flake*
el:Dy el:Fe form:alloy=ferro-dysprosium|ferrodysprosium|dysprosium-iron|dysprosium iron*|dysprosium-eisen*
el:Tb el:Fe form:alloy=ferro-terbium|ferroterbium|terbium-iron|terbium iron*
el:Tb el:Dy el:Fe form:alloy=terfenol*|tb-dy-fe
form:oxide=oxide|oxides|trioxide|dioxide|pentoxide|*oxid|*oxide|*oxyd|氧化*
form:compound=antimonate|telluride|selenide|sulfide|sulphide|tungstate|molybdate|bismuthate|gallate|germanate|*tellurid|*selenid|*sulfid|*wolframat|*molybdat|碲化|硒化|硫化|钨酸|钼酸|compound|compounds|chloride|nitrate|carbonate|fluoride|sulfate|sulphate|acetate|hydroxide|oxalate|bromide|iodide|phosphate|salt|salts|*verbindung|*chlorid|*nitrat|*karbonat|*carbonat|*fluorid|*sulfat|*acetat|*hydroxid|*oxalat|*phosphat|化合物|氯化|硝酸|碳酸|氟化|硫酸|醋酸|乙酸|氢氧化|草酸
form:powder=powder|powders|micropowder|*pulver|粉末|微粉|粉
form:granule=granule|granules|granulate|granulat|particles|颗粒
form:target=target|targets|sputtering target|*sputtertarget|*target|*targets|靶材|靶
form:crystal=crystal|crystals|single crystal|single-crystal|*einkristall|*einkristalle|boule|laser rod|yag|晶体|单晶
form:ceramic=ceramic|ceramics|*keramik|陶瓷|zirconia|ysz
form:fibre=optical fibre|optical fiber|fibre|fiber|glasfaser*|光纤
form:optic=window|windows|lens|lenses|prism|optic|optics|*fenster|*linse|*linsen|透镜|窗口|镜片|窗片
form:phosphor=phosphor|phosphors|luminescent|leuchtstoff*|荧光粉|发光材料|荧光
form:hydrogen-storage=hydrogen storage|hydrogen-storage|hydrogen absorb*|wasserstoffspeicher*|储氢
form:magnetocaloric=magnetocaloric|magnetostrictive|magnetokalor*|磁致伸缩|磁制冷
form:thermal-barrier=thermal barrier|thermal-barrier|wärmedämmschicht*|热障
form:ore=ore|ores|*erz|*erze|矿石|原矿|矿
form:concentrate=concentrate|concentrates|*konzentrat|*konzentrate|精矿
form:raw=raw material|raw materials|rohstoff|unwrought|原料
form:technology=technology|technologies|know-how|knowhow|technical data|technologie|verfahrenstechnik|技术|工艺
form:service=train|teaches|instructs|supervises|assembles|upgrades|maintains|services|commission|commissions|trains|training|installs|repairs|commissioning|installation service|maintenance service|repair service|engineer|engineers|inbetriebnahme|技术服务|调试
form:component may:none=electronic component*|component|components|connector*|capacitor*|resistor*|inductor*|diode*|transistor*|mosfet*|igbt*|chip|chips|microcontroller*|ic|pcb|pcba|led|leds|relay*|bauteil*|kondensator*|widerstand*|stecker*|元件|器件|部件|电容|电阻|芯片|连接器|二极管|bearing|bearings|*lager|kugellager*|轴承|winding*|coil|coils|*wicklung|*spule|线圈|绕组|semiconductor device*|photodiode*|transceiver*
form:component may:magnet=sensor|sensors|*sensor|*sensoren|hall sensor|encoder|encoders|*encoder|drehgeber*|传感器|编码器|reed switch*|buzzer*|microphone*|mikrofon*|麦克风
thing:plain=lamination*|shaft|shafts|plate|plates|disc|discs|disk|screw|screws|bolt|bolts|washer|washers|nut|nuts|seal|seals|gasket|gaskets|o-ring|o-rings|cover|covers|hose|hoses|cable|cables|label|labels|carton|bracket*|resin|resins|paint|varnish|paste|glue|adhesive*|wire|wires|paper|spring|springs|pin|pins|ball|balls|sleeve*|slot|slots|carrier|fixture*|coating|plating|busbar*|*blech|*bleche|*welle|*schraube|*schrauben|*dichtung|*dichtungen|*deckel|*schlauch|*kabel|*feder|*harz|*lack|*hülse|*halter|*platte|*scheibe|螺丝|螺钉|螺栓|垫片|垫圈|轴|端盖|盖板|铁芯片|硅钢片|电缆|胶|漆
form:component=temperature sensor*|pressure sensor*|ntc|thermistor*|thermocouple*|temperaturfühler*|temperatursensor*|drucksensor*|温度传感器|压力传感器|resolver|resolvers|旋转变压器
form:assembly may:magnet=rotor|rotors|*rotor|*rotoren|*läufer|motor|motors|*motor|*motoren|engine|generator|generators|*generator|actuator|actuators|*aktor|*aktuator|pump|pumps|*pumpe|fan|fans|lüfter*|*antrieb|转子|电机|马达|电动机|发电机|执行器|泵|风扇|alternator|turbine|turbines|hard disk*|festplatte*|eddy current brake*
form:assembly=assembly|assemblies|assy|subassembly|stator|stators|*stator|*baugruppe|module|modul|unit assembly|组件|总成|定子|模块|inverter*|wechselrichter*|harness|housing|gehäuse*
form:consumer may:magnet=loudspeaker*|speaker|speakers|lautsprecher*|headphone*|earphone*|kopfhörer*|toy|toys|fridge magnet*|smartphone*|phone|consumer product*|消费品|扬声器|耳机|玩具|手机|laptop*
form:equipment form:assembly may:magnet=machine|machines|*maschine|*maschinen|scanner|scanners|machine tool|vehicle|vehicles|car|cars|robot|robots|roboter|fahrzeug*|机器人|汽车|missile|drone|drones
form:equipment=equipment|machinery|apparatus|*anlage|*anlagen|*gerät|设备|装置|机床
form:part=spare part*|parts of|parts for|*ersatzteil|ersatzteile|零件|配件|备件|hinge beam*|anvil*
form:tool=tool|tools|milling cutter*|drill bit*|cutting tool*|insert|inserts|drill|drills|end mill*|*werkzeug|wendeschneidplatte*|*bohrer|*fräser|刀具|刀片|钻头
form:catalyst=catalyst|catalysts|*katalysator|*katalysatoren|催化剂|催化
form:cell=battery cell*|cell|cells|batteriezelle*|电芯
form:anode=anode|anodes|anode material*|负极
form:jewellery=jewellery|jewelry|schmuck|首饰|gemstone*
form:wire-saw=wire saw*|wire-saw*|drahtsäge*|线锯
form:grinding-wheel=grinding wheel*|schleifscheibe*|砂轮
sub:rare-earth=rare earth*|rare-earth*|seltene erde*|seltenerd*|seltenerden|ree|稀土|mischmetal*|didymium|ndpr
sub:APT=ammonium paratungstate|ammoniumparawolframat*|apt|仲钨酸铵
sub:BGO=bismuth germanate|bismut-germanat|bgo|bi4ge3o12|锗酸铋
sub:C272=cyanex 272|c272
sub:N235=n235|trialkylamine n235
sub:NA=naphthenic acid|naphthensäure*|环烷酸
sub:P204=p204|d2ehpa|di(2-ethylhexyl)phosphoric acid
sub:P507=p507|ehehpa|pc-88a
sub:CdTe=cadmium telluride|cadmiumtellurid*|cdte|碲化镉
sub:CdZnTe=cadmium zinc telluride|cdznte|czt|碲锌镉
sub:HgCdTe=mercury cadmium telluride|hgcdte|mct detector material|碲镉汞
sub:GaAs=gallium arsenide|galliumarsenid*|gaas|砷化镓
sub:GaN=gallium nitride|galliumnitrid*|gan|氮化镓
sub:GaP=gallium phosphide|galliumphosphid*|磷化镓
sub:GaSb=gallium antimonide|galliumantimonid*|锑化镓
sub:GaSe=gallium selenide|galliumselenid*|硒化镓
sub:InGaAs=indium gallium arsenide|ingaas|铟镓砷
sub:InP=indium phosphide|indiumphosphid*|磷化铟
sub:InSb=indium antimonide|indiumantimonid*|insb|锑化铟
sub:GeCl4=germanium tetrachloride|germaniumtetrachlorid*|gecl4|四氯化锗
sub:ZnGeP2=zinc germanium phosphide|zngep2|磷锗锌
sub:zone-refined=zone-refined|zone refined|zonengereinigt*|区熔
sub:substrate=substrate|substrates|wafer|wafers|epitaxial substrate|*substrat|衬底|外延|晶圆
sub:WC=tungsten carbide|wolframcarbid*|wolframkarbid*|wc-co|cemented carbide|hartmetall*|碳化钨|硬质合金
sub:WCu=tungsten copper|tungsten-copper|w-cu|wolfram-kupfer|wolframkupfer|钨铜
sub:WAg=tungsten silver|tungsten-silver|w-ag|钨银
sub:WNiFe=tungsten-nickel-iron|w-ni-fe|wnife|钨镍铁
sub:WNiCu=tungsten-nickel-copper|w-ni-cu|wnicu|钨镍铜
sub:W-heavy-alloy=tungsten heavy alloy*|heavy alloy tungsten|wolframschwermetall*|densimet|高密度钨合金
sub:organo-Sb=trimethylantimony|triethylantimony|trimethyl antimony|triethyl antimony|tmsb|organo-antimony|organoantimony|三甲基锑|三乙基锑
sub:Sb-hydride=stibine|antimony hydride|antimonwasserstoff|锑化氢
sub:Au-Sb-separation=antimony-gold*|antimony gold*|gold-antimony*|gold antimony smelting*|金锑
sub:trimethylindium=trimethylindium|trimethyl indium|三甲基铟
sub:triethylindium=triethylindium|triethyl indium|三乙基铟
sub:triphenylbismuth=triphenylbismuth|triphenyl bismuth|三苯基铋
sub:tris-ethoxyphenyl-bismuth=tris(p-ethoxyphenyl)bismuth|ethoxyphenylbismuth|三(对乙氧基苯基)铋
sub:artificial-graphite=graphite mould*|graphite mold*|graphite crucible*|graphite electrode*|graphite block*|graphitform*|graphittiegel*|graphitelektrode*|石墨模具|石墨坩埚|石墨电极|artificial graphite|synthetic graphite|isostatic graphite|synthetischer graphit|kunstgraphit|isographit|人造石墨|等静压石墨
sub:natural-graphite=natural graphite|natural flake graphite|flake graphite|spherical graphite|spheroidal graphite|expanded graphite|expandable graphite|naturgraphit|flockengraphit|sphärischer graphit|天然石墨|鳞片石墨|球形石墨|球化石墨|膨胀石墨
el:Li=spodumen*|petalit*|lepidolit*|锂辉石|锂云母
el:Cu=copper|kupfer*|brass|messing|bronze|铜
el:Al=alumin*|铝
el:Sn=tin|zinn|solder|锡
el:Zn=zinc|zink|锌
el:Ti=titan*|钛
sub:steel=steel|stahl|*stahl|钢
sub:graphite=graphite|*graphit|石墨
sub:diamond=diamond|diamonds|*diamant|*diamanten|金刚石
sub:synthetic-diamond=synthetic diamond*|diamond micropowder*|man-made diamond*|synthetischer diamant|人造金刚石|金刚石微粉
sub:diamond-window=diamond window*|cvd diamond window*|diamantfenster|金刚石窗口
sub:diamond-synthesis=diamond synthesis|synthetic diamond process|cbn synthesis|金刚石合成
sub:six-sided-press=six-sided press*|cubic press*|six-anvil press*|cubic anvil press*|六面顶压机|六面顶
sub:MPCVD=mpcvd|microwave plasma cvd|microwave plasma chemical vapo*
sub:DCPCVD=dcpcvd|dc arc plasma jet|直流电弧
sub:monazite=monazite|monazit|独居石
sub:bastnaesite=bastnaesite|bastnäsite|bastnasite|bastnäsit|氟碳铈矿
sub:ion-adsorption-ore=ion-adsorption ore|ion adsorption ore|ion-adsorption clay*|ionic clay*|离子型稀土矿|离子吸附型
sub:bauxite=bauxite|bauxit|铝土矿
sub:flotation-reagent=flotation reagent*|flotation collector*|hydroxamic acid|flotationsreagenz*|浮选药剂|捕收剂
sub:calcium-oxyborate=calcium oxyborate*|ycob|gdcob|硼酸钙氧
sub:li-ion-battery=lithium cell*|li cell*|lithium-ion*|lithium ion*|li-ion*|lithium battery*|lithium-ionen*|lithiumionen*|锂离子电池|锂电池
sub:LFP=lithium iron phosphate|lifepo4|lfp|lithiumeisenphosphat|磷酸铁锂
sub:ternary-precursor=ternary precursor*|ncm precursor*|nca precursor*|ncm hydroxide|nca hydroxide|nickel cobalt manganese hydroxide|三元前驱体
sub:li-rich-manganese=lithium-rich manganese*|li-rich manganese*|富锂锰
sub:cell-machine=winding machine for lithium*|winding machine for li*|stacking machine for lithium*|filling machine for lithium*|lithium cell winding*|lithium cell making*|battery cell making*|lithium battery winding machine*|cell winding machine*|cell stacking machine*|electrolyte filling machine*|formation and grading*|卷绕机|叠片机|注液机|化成
sub:winding-machine=winding machine*|stacking machine*|filling machine*
sub:cathode-equipment=cathode material equipment|roller hearth kiln*|roller kiln*|辊道窑
sub:anode-equipment=graphitisation furnace*|graphitization furnace*|granulation kettle*|石墨化炉|包覆设备
sub:centrifugal-extractor=centrifugal extract*|离心萃取
sub:impurity-removal=impurity removal*|impurity-removal*|除杂沉淀
sub:roasting-kiln=roasting kiln*|rotary kiln*|drehrohrofen*|焙烧窑|回转窑
sub:extraction-tank=extraction tank*|mixer-settler*|mixer settler*|萃取槽
sub:ion-adsorption-equipment=ion-adsorption equipment|ion adsorption equipment|离子吸附设备
sub:precipitation-reactor=precipitation reactor*|crystallisation reactor*|crystallization reactor*|沉淀结晶
sub:resistance-furnace=resistance furnace*|widerstandsofen|电阻炉
sub:electrolysis-auxiliary=electrolysis auxiliar*|electrolysis rectifier*|电解辅助
sub:electrolytic-cell=electrolytic cell*|elektrolysezelle*|电解槽
sub:vacuum-induction-reduction=vacuum induction reduction*|真空感应还原
sub:carbon-tube-furnace=carbon tube furnace*|carbon-tube furnace*|碳管炉
sub:czochralski=czochralski*|crystal puller*|提拉法|单晶炉
sub:bridgman=bridgman*|坩埚下降
sub:strip-caster=strip caster*|strip casting furnace*|strip-casting furnace*|速凝炉|甩带
sub:hydrogen-decrepitation=hydrogen decrepitation*|氢碎炉|氢破碎
sub:jet-mill=jet mill*|strahlmühle*|气流磨
sub:magnetic-press=magnetic-field press*|magnetic field press*|magnetic-field forming press*|磁场成型压机|磁场压机
sub:hot-press=hot press|hot presses|heißpresse*|热压机
sub:isostatic-press=isostatic press*|isostatische presse*|等静压机
sub:sintering-furnace=sintering furnace*|sinterofen|sinteröfen|烧结炉
sub:magnet-machining=magnet machining*|magnet slicing*|multi-wire cutting*|磁体加工|多线切割
sub:grain-boundary-diffusion=grain-boundary diffusion*|grain boundary diffusion*|korngrenzendiffusion*|晶界扩散
sub:recycling-kiln=rare-earth recycling kiln*|recycling shaft kiln*|稀土回收窑
sub:magnet-making=permanent magnet line*|permanent magnet production*|magnet production line*|sintering|magnet sintering|magnet plant*|magnet factory|magnet factories|magnet alloy engineer*|烧结磁体|magnet making*|magnet-making*|magnet line*|magnet production*|magnet manufactur*|magnetherstellung*|磁体制备|磁材生产线
sub:re-metal-making=rare-earth metal making|rare-earth metal production|rare earth metal smelting|稀土金属冶炼
sub:re-mining=mining of rare earth*|mining rare earth*|rare-earth mining|rare earth mining|稀土开采
sub:re-separation=separation of rare earth*|separating rare earth*|rare earth refining|rare earth extraction|rare-earth separation|rare earth separation|solvent extraction of rare earth*|rare-earth extraction*|稀土分离|萃取分离
sub:re-smelting=rare-earth smelting|rare earth smelting|稀土冶炼
sub:re-recycling=magnet recycling|recycling of rare earth*|recycling rare earth*|rare-earth recycling|rare earth recycling|rare-earth secondary resource*|稀土二次资源
"""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def fold(text: str) -> str:
    """Text as it is searched: lower case, hyphens and slashes between words as blanks.

    >>> fold("Dy-NdFeB_Magnet / Rotor")
    'dy ndfeb magnet rotor'
    """
    return " ".join(re.sub(r"[-–_/\\]+", " ", text.casefold()).split())


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase and what it stands for; open ends may touch letters."""

    text: str
    concepts: tuple[str, ...]
    open_left: bool
    open_right: bool


@cache
def terms() -> tuple[Term, ...]:
    """All terms, longest first, so that a phrase wins over its words."""
    rows: dict[str, tuple[str, ...]] = {}
    for symbol, entry in ELEMENTS.items():
        if symbol in {"C", "F", "Ca"}:
            continue  # carbon, fluorine and calcium name no listed item by themselves
        for word in (entry.chinese, *_ELEMENT_WORDS.get(symbol, f"{entry.name}*").split("|")):
            rows[word] = (f"el:{symbol}",)
    for symbol in ("Ag", "Fe", "Mn"):
        rows.update(dict.fromkeys(_ELEMENT_WORDS[symbol].split("|"), (f"el:{symbol}",)))
    for row in _OTHER.strip().splitlines():
        concepts, _, words = row.partition("=")
        names = tuple(name for name in concepts.split() if name not in {"may:none", "none"})
        rows.update(dict.fromkeys(words.split("|"), names))
    found: dict[str, Term] = {}
    for word, names in rows.items():
        chinese = bool(_CHINESE.search(word))
        text = fold(word.strip("*"))
        before = found.get(text)
        found[text] = Term(
            text,
            names,
            chinese or word.startswith("*") or (before is not None and before.open_left),
            chinese or word.endswith("*") or (before is not None and before.open_right),
        )
    return tuple(sorted(found.values(), key=lambda term: (-len(term.text), term.text)))


@cache
def _by_start() -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for term in terms():
        found.setdefault(term.text[:2] if len(term.text) > 1 else term.text, []).append(term)
    return {start: tuple(group) for start, group in found.items()}


@dataclass(frozen=True, slots=True)
class Hit:
    """A term met in a folded text."""

    start: int
    end: int
    term: Term


_PLURALS = ("", "s", "es", "e", "en", "n")


def find(folded: str) -> list[Hit]:
    """Terms of a folded text from left to right, the longest at each place, none within another."""
    by_start, hits, here, size = _by_start(), [], 0, len(folded)
    while here < size:
        hit = _longest(folded, here, by_start.get(folded[here : here + 2], ())) or _longest(
            folded, here, by_start.get(folded[here], ())
        )
        if hit is None:
            here += 1
        else:
            hits.append(hit)
            here = hit.end
    return hits


def _longest(folded: str, here: int, group: tuple[Term, ...]) -> Hit | None:
    at_word = (
        here == 0 or not folded[here - 1].isalnum() or _CHINESE.match(folded[here - 1]) is not None
    )
    for term in group:
        if not (at_word or term.open_left) or not folded.startswith(term.text, here):
            continue
        end = here + len(term.text)
        if term.open_right:
            return Hit(here, end, term)
        for plural in _PLURALS:
            stop = end + len(plural)
            if folded.startswith(plural, end) and (
                stop >= len(folded) or not folded[stop].isalnum()
            ):
                return Hit(here, stop, term)
            if _CHINESE.match(folded[end : end + 1]):
                return Hit(here, end, term)
    return None


@cache
def stems() -> tuple[str, ...]:
    """Folded pieces, one of which stands in any text that names a concept."""
    return tuple(sorted({term.text.split(" ")[0] for term in terms() if term.concepts}))


@cache
def concepts() -> frozenset[str]:
    """Every concept a word can stand for."""
    return frozenset(name for term in terms() for name in term.concepts)
