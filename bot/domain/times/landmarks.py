"""What names a place without being a town: universities, hospitals, bases, airports, ZIP codes.

Each is a last resort, when no city, state, or country has the name. A university whose name has its
town or state in it is looked up there; the table holds well-known ones that do not. The first
digits of a ZIP code name its state (US Postal Service, labeling list L002).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
PHOENIX, LOS_ANGELES = "America/Phoenix", "America/Los_Angeles"

# A name under two zones belongs to two universities, and is asked about.
_SCHOOLS = {
    NEW_YORK: (
        "nyu, mit, harvard, yale, brown, dartmouth, cornell, princeton, "
        "columbia university, upenn, johns hopkins, jhu, howard, georgetown university, gwu, "
        "gmu, george mason, american university, morehouse, spelman, emory, duke, wake "
        "forest, unc, uva, vcu, temple university, drexel, villanova, cmu, carnegie mellon, "
        "psu, rutgers, seton hall, stony brook, fordham, cuny, suny, hunter college, baruch, "
        "bu, tufts, northeastern, brandeis, umass, uconn, osu, case western, umich, msu, "
        "wayne state, purdue, notre dame, iu, ou, fsu, fiu, ucf, usf, famu, usc, wvu, umd, "
        "vassar, loyola, xavier, wsu"
    ),
    CHICAGO: (
        "northwestern, uchicago, depaul, uic, uiuc, marquette, umn, wustl, washu, washington "
        "university, slu, mizzou, vanderbilt, vandy, tulane, lsu, rice, "
        "baylor, tcu, smu, tamu, utd, utsa, utrgv, uta, utsw, uh, ttu, ou, osu, msu, "
        "creighton, ole miss, uab, fisk, meharry, xavier, loyola, uw"
    ),
    DENVER: "byu, cu boulder, utep, unm, nmsu, usu, csu, msu",
    LOS_ANGELES: (
        "ucla, stanford university, ucsf, ucsd, uci, ucr, ucsb, ucsc, uc davis, cal, "
        "cal poly, caltech, sdsu, "
        "sjsu, csu, csun, csulb, csula, usc, pepperdine, loma linda, loyola, gonzaga, uw, "
        "wsu, osu, ohsu, unlv, usf, washington university"
    ),
    PHOENIX: "asu, nau, uofa, u of a",
    "Pacific/Honolulu": "uh, uh manoa",
    "America/Puerto_Rico": "upr, uprm",
    "America/Mexico_City": "unam, itesm, ipn, uam",
    "America/Bogota": "uniandes, unal, javeriana",
    "Europe/London": "oxford university, cambridge university, ucl, lse, kcl",
    "Europe/Madrid": "uab, ucm, uned",
    "America/Toronto": "uoft, mcmaster, mcgill",
}
# Where people train, and where they serve.
_HOSPITALS_AND_BASES = {
    NEW_YORK: (
        "nih, cdc, mgh, mass general, cleveland clinic, sloan kettering, mount sinai, walter reed, "
        "fort bragg, fort liberty, fort benning, fort drum, camp lejeune, mayo, miami dade"
    ),
    CHICAGO: (
        "md anderson, texas medical center, st jude, mayo, fort hood, fort campbell, fort polk"
    ),
    DENVER: "fort carson, fort bliss",
    PHOENIX: "mayo",
    LOS_ANGELES: "cedars sinai, camp pendleton, jblm, fort irwin",
    "Europe/Berlin": "ramstein, landstuhl",
}
_AIRPORTS = {
    NEW_YORK: (
        "jfk lga ewr iad dca phl bos bwi atl mia fll mco tpa clt rdu dtw cle cmh cvg pit buf "
        "rsw pbi jax ric roc syr alb bdl pvd sdf gsp chs orf"
    ),
    CHICAGO: (
        "ord mdw dfw iah hou aus msp stl mci msy bna mem mke okc tul oma dsm lit bhm hsv mfe lrd"
    ),
    DENVER: "den slc abq boi elp cos",
    PHOENIX: "phx tus",
    LOS_ANGELES: "lax sfo sjc oak pdx smf snv rno geg ont",
    "America/Anchorage": "anc",
    "Pacific/Honolulu": "hnl ogg",
    "America/Puerto_Rico": "sju bqn",
    "America/Mexico_City": "mex gdl mty",
    "America/Bogota": "bog mde",
    "America/Lima": "lim",
    "America/Santiago": "scl",
    "America/Argentina/Buenos_Aires": "eze aep",
    "America/Sao_Paulo": "gru gig",
    "America/Panama": "pty",
    "America/Santo_Domingo": "sdq",
    "America/Toronto": "yyz yul",
    "America/Vancouver": "yvr",
    "Europe/London": "lhr lgw",
    "Europe/Paris": "cdg",
    "Europe/Madrid": "bcn",
    "Europe/Berlin": "fra muc",
    "Europe/Amsterdam": "ams",
    "Asia/Kolkata": "bom blr maa hyd ccu",
    "Asia/Tokyo": "hnd nrt",
    "Asia/Dubai": "dxb",
    "Asia/Singapore": "sin",
}
_ZONES: dict[str, tuple[str, ...]] = {}
for _zone, _names in (
    *((zone, names.split(", ")) for zone, names in _SCHOOLS.items()),
    *((zone, names.split(", ")) for zone, names in _HOSPITALS_AND_BASES.items()),
    *((zone, names.split()) for zone, names in _AIRPORTS.items()),
):
    for _name in _names:
        _ZONES[_name] = (*_ZONES.get(_name, ()), _zone)

_KIND_OF_SCHOOL = re.compile(
    r"(?: (?:university|univ|uni|college))?(?: (?:(?:medical|med|law|nursing|dental) school|"
    r"(?:school|college) of [a-z ]+|medicine|health|hospital|clinic|med))?$"
)

# Branches of a state's university, by its short name: "UT Dallas", "SUNY Albany".
_SYSTEMS = {
    **dict.fromkeys(("ut", "texas a m", "tamu", "uh", "texas tech"), "texas"),
    **dict.fromkeys(("uc", "csu", "cal state", "cal poly"), "california"),
    **dict.fromkeys(("suny", "cuny"), "new york"),
    **dict.fromkeys(("penn state", "psu"), "pennsylvania"),
    **dict.fromkeys(("iu", "purdue"), "indiana"),
    "unc": "north carolina",
    "uw": "wisconsin",
    "umass": "massachusetts",
    "rutgers": "new jersey",
}
_BRANCH = re.compile(rf"(?P<system>{'|'.join(_SYSTEMS)}) (?:health |at |in )*(?P<town>[a-z ]+)")
_UNIVERSITY_OF = re.compile(
    r"(?:the )?(?:univ|university|uni|u) of (?P<of>[a-z ]+)"
    r"|universidad (?:\w+ )?del? (?P<de>[a-z ]+)"
)
_OF_A_STATE = re.compile(
    r"(?P<state>[a-z ]+?) (?:state|tech|a m|(?:state |tech |a m )?(?:university|univ|college))"
)
_OF_A_TOWN = re.compile(r"(?P<town>[a-z ]+?) (?:community )?(?:university|univ|college)")

# Where the three digits of each state begin.
_PREFIXES = re.findall(
    r"(\d{3})([a-z]{2}|-)",
    "000- 005ny 006pr 008vi 009pr 010ma 028ri 030nh 039me 050vt 055ma 056vt 060ct 070nj 090- "
    "100ny 150pa 197de 200dc 206md 220va 247wv 270nc 290sc 300ga 320fl 340- 341fl 350al 370tn "
    "386ms 398ga 400ky 430oh 460in 480mi 500ia 530wi 550mn 569- 570sd 580nd 590mt 600il 630mo "
    "660ks 680ne 700la 716ar 730ok 733tx 734ok 750tx 800co 820wy 832id 840ut 850az 870nm 885tx "
    "886- 889nv 900ca 962- 967hi 969gu 970or 980wa 995ak",
)
_BEGINNINGS = [int(digits) for digits, _ in _PREFIXES]
_TERRITORIES = {"pr": "puerto rico", "gu": "guam", "vi": "us virgin islands"}
_ZIP = re.compile(r"(\d{3})\d{2}(?:-\d{4})?")


def zones_of(key: str) -> tuple[str, ...]:
    """Return the zone of a university or an airport, by its folded name; each if there are two."""
    return _ZONES.get(key) or _ZONES.get(_KIND_OF_SCHOOL.sub("", key), ())


def state_of_zip(words: str) -> str | None:
    """Return the code of the state, or the name of the territory, that a ZIP code is in."""
    code = _ZIP.fullmatch(words)
    state = _PREFIXES[bisect_right(_BEGINNINGS, int(code[1])) - 1][1] if code else "-"
    return _TERRITORIES.get(state, state) if state != "-" else None


def within(key: str) -> Iterator[tuple[str, str]]:
    """Yield where a university may be, by its folded name: a town (or nothing) and a state.

    A town without its state is a guess.
    """
    if branch := _BRANCH.fullmatch(key):
        yield branch["town"], _SYSTEMS[branch["system"]]
    if of := _UNIVERSITY_OF.fullmatch(key):
        words = (of["of"] or of["de"]).split()
        yield "", " ".join(words)
        for at in range(1, len(words)):
            yield " ".join(words[at:]).removeprefix("at "), " ".join(words[:at])
        yield " ".join(words), ""
    if state := _OF_A_STATE.fullmatch(key):
        yield "", state["state"]
        yield state["state"], ""
    if town := _OF_A_TOWN.fullmatch(key):
        yield town["town"], ""
