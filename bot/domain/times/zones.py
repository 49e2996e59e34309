"""Time zones, as people name them: a city, a state, a country, "Eastern", "UTC+2", an old name.

If two zones are possible, the person is asked. Which city is meant depends on how many people live
there: one with ten times as many as any other of its name is chosen without asking.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import DomainError
from bot.domain.times import landmarks, places
from bot.domain.times.places import Kind, Place, folded

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
PHOENIX, LOS_ANGELES = "America/Phoenix", "America/Los_Angeles"
LONDON, MADRID = "Europe/London", "Europe/Madrid"
SYDNEY, BRISBANE = "Australia/Sydney", "Australia/Brisbane"
ADELAIDE, DARWIN, MAPUTO = "Australia/Adelaide", "Australia/Darwin", "Africa/Maputo"

# How people in the United States say it, where most of our societies are. A standard-time
# abbreviation means the place: no one who types EST wants to ignore daylight saving.
SPOKEN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("eastern", "et", "est", "edt", "est5edt"), (NEW_YORK,)),
    **dict.fromkeys(("central", "ct", "cst", "cdt", "cst6cdt"), (CHICAGO,)),
    **dict.fromkeys(("mountain", "mt", "mdt", "mst7mdt"), (DENVER,)),
    # Arizona keeps it all year, and the others only in winter.
    **dict.fromkeys(("mst", "mountain standard"), (DENVER, PHOENIX)),
    **dict.fromkeys(("pacific", "pt", "pst", "pdt", "pst8pdt"), (LOS_ANGELES,)),
    **dict.fromkeys(("alaska", "akst", "akdt", "akt"), ("America/Anchorage",)),
    **dict.fromkeys(("hawaii", "hst", "hast"), ("Pacific/Honolulu",)),
    **dict.fromkeys(("atlantic", "ast"), ("America/Puerto_Rico", "America/Halifax")),
    **dict.fromkeys(("adt",), ("America/Halifax",)),
    **dict.fromkeys(("nst", "ndt"), ("America/St_Johns",)),
    **dict.fromkeys(("gmt", "utc", "z", "zulu", "uct", "universal"), ("UTC",)),
    **dict.fromkeys(("coordinated universal", "greenwich mean"), ("UTC",)),
    **dict.fromkeys(("bst", "british", "british summer", "uk"), (LONDON,)),
    **dict.fromkeys(("cet", "cest", "central european", "met"), ("Europe/Paris",)),
    **dict.fromkeys(("mez", "mesz"), ("Europe/Berlin",)),
    **dict.fromkeys(("eet", "eest", "eastern european"), ("Europe/Athens",)),
    **dict.fromkeys(("wet", "western european"), ("Europe/Lisbon",)),
    "west": (LOS_ANGELES, "Europe/Lisbon"),
    "msk": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",),
    **dict.fromkeys(("ist", "indian", "india"), ("Asia/Kolkata",)),
    "npt": ("Asia/Kathmandu",),
    "pkt": ("Asia/Karachi",),
    **dict.fromkeys(("gst", "gulf"), ("Asia/Dubai",)),
    **dict.fromkeys(("ict", "indochina"), ("Asia/Bangkok",)),
    "wib": ("Asia/Jakarta",),
    "wita": ("Asia/Makassar",),
    **dict.fromkeys(("sgt", "sst"), ("Asia/Singapore",)),
    "myt": ("Asia/Kuala_Lumpur",),
    **dict.fromkeys(("pht", "phst"), ("Asia/Manila",)),
    "hkt": ("Asia/Hong_Kong",),
    **dict.fromkeys(("jst", "japan"), ("Asia/Tokyo",)),
    **dict.fromkeys(("kst", "korea"), ("Asia/Seoul",)),
    # Queensland has no summer time, so that the same letters mean two clocks in summer.
    **dict.fromkeys(("aest", "aet", "australian eastern"), (SYDNEY, BRISBANE)),
    "aedt": (SYDNEY,),
    **dict.fromkeys(("acst", "act", "australian central"), (ADELAIDE, DARWIN)),
    "acdt": (ADELAIDE,),
    **dict.fromkeys(("awst", "australian western"), ("Australia/Perth",)),
    **dict.fromkeys(("nzst", "nzdt", "nzt"), ("Pacific/Auckland",)),
    "wat": ("Africa/Lagos",),
    "cat": (MAPUTO,),
    "eat": ("Africa/Nairobi",),
    "sast": ("Africa/Johannesburg",),
    **dict.fromkeys(("brt", "brasilia"), ("America/Sao_Paulo",)),
    "art": ("America/Argentina/Buenos_Aires",),
    "clt": ("America/Santiago",),
    "cot": ("America/Bogota",),
    "pet": ("America/Lima",),
}
# Other names for cities and states.
_NICKNAMES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("nyc", "ny", "new york", "big apple", "manhattan", "ny city"), (NEW_YORK,)),
    **dict.fromkeys(("dc", "washington dc", "washington d c", "philly", "atl"), (NEW_YORK,)),
    **dict.fromkeys(("new york state", "upstate new york", "upstate ny", "upstate"), (NEW_YORK,)),
    **dict.fromkeys(("bos", "nj", "phl", "clt", "rdu", "pit", "cvg", "dtw", "bwi"), (NEW_YORK,)),
    **dict.fromkeys(("mia", "mco", "tpa", "st pete", "tampa bay", "south florida"), (NEW_YORK,)),
    **dict.fromkeys(("long island", "bronx", "staten island", "hudson valley"), (NEW_YORK,)),
    **dict.fromkeys(("dmv", "nova", "northern virginia", "hampton roads", "delmarva"), (NEW_YORK,)),
    **dict.fromkeys(("triangle", "research triangle", "rtp", "triad", "outer banks"), (NEW_YORK,)),
    **dict.fromkeys(("new england", "cape cod", "tri state", "lehigh valley"), (NEW_YORK,)),
    **dict.fromkeys(("jersey shore", "south jersey", "north jersey"), (NEW_YORK,)),
    "jersey": (NEW_YORK, "Europe/Jersey"),
    **dict.fromkeys(("la", "l a", "sf", "bay", "bay area", "east bay", "vegas"), (LOS_ANGELES,)),
    **dict.fromkeys(("washington state", "socal", "norcal", "pdx", "sea"), (LOS_ANGELES,)),
    **dict.fromkeys(("silicon valley", "inland empire", "central valley"), (LOS_ANGELES,)),
    **dict.fromkeys(("pnw", "pacific northwest", "puget sound", "lake tahoe"), (LOS_ANGELES,)),
    **dict.fromkeys(("okc", "kc", "stl", "msp", "mke", "atx", "htx", "satx"), (CHICAGO,)),
    **dict.fromkeys(("twin cities", "quad cities", "chicagoland", "metroplex"), (CHICAGO,)),
    **dict.fromkeys(("rgv", "rio grande valley", "central texas", "north texas"), (CHICAGO,)),
    **dict.fromkeys(("phx", "valley of the sun"), (PHOENIX,)),
    **dict.fromkeys(("front range", "navajo nation"), (DENVER,)),
    **dict.fromkeys(("dr", "rd"), ("America/Santo_Domingo",)),
    "pr": ("America/Puerto_Rico",),
    "naples": ("Europe/Rome", NEW_YORK),
    # A university, or the code of Uganda.
    "uga": (NEW_YORK, "Africa/Kampala"),
    # Towns of the United States have these names too.
    "macedonia": ("Europe/Skopje",),
    **dict.fromkeys(("palestine", "state of palestine", "west bank"), ("Asia/Hebron",)),
    **dict.fromkeys(("palestinian territory", "palestinian territories"), ("Asia/Hebron",)),
    "washington": (LOS_ANGELES, NEW_YORK),
    **dict.fromkeys(("nola", "chi", "dfw", "st louis", "saint louis", "h town"), (CHICAGO,)),
    **dict.fromkeys(("chitown", "chi town", "windy city", "big d", "music city"), (CHICAGO,)),
    **dict.fromkeys(("jax", "beantown", "motown", "motor city", "charm city"), (NEW_YORK,)),
    **dict.fromkeys(("bmore", "cincy", "hotlanta", "indy"), (NEW_YORK,)),
    **dict.fromkeys(("sactown", "sin city", "emerald city"), (LOS_ANGELES,)),
    **dict.fromkeys(("slc", "mile high city"), (DENVER,)),
    "frisco": (CHICAGO, LOS_ANGELES),
    "cali": (LOS_ANGELES, "America/Bogota"),
    "salvador": ("America/El_Salvador", "America/Bahia"),
    "santiago": ("America/Santiago", "America/Santo_Domingo"),
    "panama city": ("America/Panama", CHICAGO),
    "greenwich": (NEW_YORK, LONDON, "UTC"),
    **dict.fromkeys(("usvi", "st thomas usvi", "virgin islands"), ("America/St_Thomas",)),
    **dict.fromkeys(("oak cliff", "deep ellum"), (CHICAGO,)),
    **dict.fromkeys(("cdmx", "df", "mexico df"), ("America/Mexico_City",)),
    "rio": ("America/Sao_Paulo",),
    "hcmc": ("Asia/Ho_Chi_Minh",),
    "kl": ("Asia/Kuala_Lumpur",),
    "hk": ("Asia/Hong_Kong",),
    "sg": ("Asia/Singapore",),
    "georgia": (NEW_YORK, "Asia/Tbilisi"),
    **dict.fromkeys(("east coast", "us east coast"), (NEW_YORK,)),
    **dict.fromkeys(("west coast", "us west coast"), (LOS_ANGELES,)),
    # Parts of the country that lie in two zones.
    **dict.fromkeys(("midwest", "south", "deep south", "southeast"), (CHICAGO, NEW_YORK)),
    **dict.fromkeys(("great lakes", "ohio valley", "appalachia"), (NEW_YORK, CHICAGO)),
    "panhandle": (CHICAGO, NEW_YORK),
    **dict.fromkeys(("southwest", "four corners"), (DENVER, PHOENIX)),
    "great plains": (CHICAGO, DENVER),
    # Regions and islands that share their name with some village.
    **dict.fromkeys(("bali", "lombok"), ("Asia/Makassar",)),
    **dict.fromkeys(("java", "sumatra"), ("Asia/Jakarta",)),
    "borneo": ("Asia/Makassar", "Asia/Pontianak"),
    "punjab": ("Asia/Kolkata", "Asia/Karachi"),
    "kashmir": ("Asia/Kolkata", "Asia/Karachi"),
    **dict.fromkeys(("kerala", "gujarat", "maharashtra", "karnataka"), ("Asia/Kolkata",)),
    **dict.fromkeys(("tamil nadu", "rajasthan", "uttar pradesh", "goa"), ("Asia/Kolkata",)),
    **dict.fromkeys(("telangana", "andhra pradesh", "west bengal", "bihar"), ("Asia/Kolkata",)),
    **dict.fromkeys(("madhya pradesh", "odisha", "haryana", "assam"), ("Asia/Kolkata",)),
    **dict.fromkeys(("hokkaido", "okinawa", "kyushu"), ("Asia/Tokyo",)),
    **dict.fromkeys(("catalonia", "andalusia", "majorca", "ibiza"), (MADRID,)),
    **dict.fromkeys(("canary islands", "tenerife"), ("Atlantic/Canary",)),
    **dict.fromkeys(("sicily", "sardinia", "tuscany", "lombardy"), ("Europe/Rome",)),
    **dict.fromkeys(("bavaria", "saxony", "hesse"), ("Europe/Berlin",)),
    **dict.fromkeys(("normandy", "provence", "brittany", "corsica"), ("Europe/Paris",)),
    **dict.fromkeys(("crete", "corfu", "rhodes"), ("Europe/Athens",)),
    "azores": ("Atlantic/Azores",),
    "madeira": ("Atlantic/Madeira",),
    "zanzibar": ("Africa/Dar_es_Salaam",),
    "galapagos": ("Pacific/Galapagos",),
    "easter island": ("Pacific/Easter",),
    "siberia": ("Asia/Novosibirsk", "Asia/Krasnoyarsk", "Asia/Irkutsk"),
    # In Spanish.
    **dict.fromkeys(("costa este", "nueva inglaterra", "distrito de columbia"), (NEW_YORK,)),
    **dict.fromkeys(("costa oeste", "area de la bahia"), (LOS_ANGELES,)),
    "valle del rio grande": (CHICAGO,),
    "medio oeste": (CHICAGO, NEW_YORK),
    "columbia britanica": ("America/Vancouver",),
    **dict.fromkeys(("nueva escocia", "isla del principe eduardo"), ("America/Halifax",)),
    "nuevo brunswick": ("America/Moncton",),
    **dict.fromkeys(("terranova", "terranova y labrador"), ("America/St_Johns",)),
    **dict.fromkeys(("gales", "irlanda del norte", "gran bretana"), (LONDON,)),
    **dict.fromkeys(("cataluna", "andalucia", "pais vasco", "galicia", "asturias"), (MADRID,)),
    **dict.fromkeys(("islas baleares", "baleares", "mallorca", "castilla y leon"), (MADRID,)),
    **dict.fromkeys(("castilla la mancha", "extremadura", "aragon", "cantabria"), (MADRID,)),
    **dict.fromkeys(("islas canarias", "canarias", "gran canaria"), ("Atlantic/Canary",)),
    **dict.fromkeys(("sicilia", "cerdena", "toscana", "lombardia"), ("Europe/Rome",)),
    "baviera": ("Europe/Berlin",),
    "islas galapagos": ("Pacific/Galapagos",),
    "costa de marfil": ("Africa/Abidjan",),
    "ontario": ("America/Toronto", LOS_ANGELES),
}
# How Spanish speakers of the United States call their zones.
_SPANISH = {
    **dict.fromkeys(("este", "oriental"), "eastern"),
    **dict.fromkeys(("centro", "central"), "central"),
    **dict.fromkeys(("montana", "montanas"), "mountain"),
    "pacifico": "pacific",
}
_HOUR_OF = re.compile(r"(?:hora|tiempo|horario)(?: (?:del?|estandar))*(?: la| las)? (?P<place>.+)")
_IN_AMERICA = re.compile(r"(?P<place>.+) (?:usa|us|u s a|united states)")
_AMERICAN_ZONES = frozenset((NEW_YORK, CHICAGO, DENVER, PHOENIX, LOS_ANGELES))
# "EST/EDT", "New York (EST)" and "Urbana-Champaign": a zone that is named twice.
_TWICE = re.compile(
    r"(?P<one>[^()]+?) ?\((?P<inner>[^()]+)\)|(?P<left>[^()/]+)/(?P<right>[^()/]+)"
    r"|(?P<town>[a-z. ]{4,})-(?P<beside>[a-z. ]{4,})"
)
_DIRECTIONS = ("us", "usa", "american", "north american", "united states")
_OFFSET = re.compile(
    r"(?:(?:utc|gmt|z) ?)?(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?:(?P<colon>:?)(?P<minutes>\d{2})"
    r"|\.(?P<tenths>5|25|75|50))?(?: ?h(?:ours?)?)?|(?:utc|gmt) (?P<bare>\d{1,2})"
)
_ETC = re.compile(r"etc/gmt(?P<sign>[+-])(?P<hours>\d{1,2})")
# Offsets that are no whole hours, used all year in one place.
_BETWEEN = {
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+8:45": "Australia/Eucla",
    "+9:30": "Australia/Darwin",
    "-9:30": "Pacific/Marquesas",
}
_TENTHS = {"5": "30", "50": "30", "25": "15", "75": "45"}
# What may stand before the name of a place without changing its zone.
_BEFORE = re.compile(
    r"(?:the|el|la|los|las|(?:sur|norte|este|oeste|centro) de(?: la|l)?"
    r"|(?:greater|metro|upstate|rural|northern|southern|eastern|western|central|north|south|east|west|"
    r"downtown|suburban)|(?:city|state|ciudad|cd|estado|provincia) (?:of|del?)|cd) "
)
# As settings write it: "(UTC-05:00) Eastern Time (US & Canada)".
_OFFSET_BESIDE = re.compile(
    r"^(?:\((?:utc|gmt)[^)]*\)|(?:utc|gmt)[+-]\d\d:\d\d) (?=[a-z ]+time)| \(us (?:&|and) canada\)$"
)
_BEFORE_ZIP = re.compile(r"(.+?),? (\d{5}(?:-\d{4})?)")
_SHORTENED = {
    "n": "north",
    "s": "south",
    "w": "west",
    "e": "east",
    "cd": "ciudad",
    "edo": "estado",
    "st": "saint",
    "saint": "st",
    "ft": "fort",
    "mt": "mount",
    "sta": "santa",
    "sto": "santo",
}
# Names in the zone database that no person means.
_NEVER = re.compile(r"(?:right|posix|systemv)/.*|localtime|factory|posixrules|leapseconds")
# Parts of the world with many zones, whose names some village has too.
_TOO_LARGE = frozenset(
    (
        *("asia", "europe", "africa", "oceania", "antarctica", "north america", "south america"),
        *("central america", "western europe", "eastern europe", "caribbean", "east", "north"),
        *("general", "university", "college", "school", "campus", "hospital"),
        *("latin america", "middle east", "southeast asia", "local", "home", "none", "remote"),
    )
)
# Codes of states that are words as well.
_WORDS_TOO = frozenset(
    ("me", "hi", "ok", "or", "in", "so", "oh", "pa", "ma", "ill", "mass", "miss", "wash", "ore")
)
LONGEST = 60
# With this many times the people of any other place, it is the one that is meant.
CLEARLY_LARGER = 10
# A place with this many times fewer people than the largest is not offered.
_WORTH_ASKING = 20
# Most societies are in the United States: cities there of this size are always asked about.
_AMERICAN = 50_000
# How much less an alternative name of a city weighs than its own name.
_OTHER_NAME_WEIGHS = 20
# A name that alone is as likely a typo or a word for something else.
_SMALL = 15_000
_SHORT = 3
MOST_CHOICES = 4
MOST_CLOSE = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that may be meant, and its zone; `is_sure` if there is no doubt."""

    label: str
    zone: str
    is_sure: bool = True


def resolve(typed: str) -> str:
    """Return the IANA name for what someone typed.

    Raises `DomainError` ``time_zone.unclear`` with ``choices``, biggest first, if several zones are
    possible, or if the one place of this name is a village, and ``time_zone.unknown`` with what is
    ``close``.
    """
    possible = choices(typed)
    if len(possible) == 1 and possible[0].is_sure:
        return possible[0].zone
    shown = typed.strip()[:LONGEST]
    if possible:
        if not any(choice.is_sure for choice in possible):
            # "Bogata" is a village, and as likely a city with a slip.
            possible = tuple(dict.fromkeys((*possible, *_close(typed))))[:MOST_CHOICES]
        raise DomainError("time_zone.unclear", typed=shown, choices=possible)
    raise DomainError("time_zone.unknown", typed=shown, close=_close(typed))


@lru_cache(maxsize=1024)
def choices(typed: str) -> tuple[Choice, ...]:
    """Return each zone that may be meant, the most likely first; nothing if it is not a place."""
    if len(typed) > 2 * LONGEST:
        return ()
    words = " ".join(typed.replace("\u2212", "-").replace("\u2013", "-").casefold().split())
    words = _OFFSET_BESIDE.sub("", words)
    words = re.sub(r"^((?:utc|gmt) )?(minus|plus) (?=\d)", _signed, words)
    if _NEVER.fullmatch(words):
        return ()
    if named := _by_words(words):
        return tuple(Choice(zone, zone) for zone in named)
    by_place = _by_place(words)
    if at := _at_landmark(words):
        return at if not by_place else _either(at, by_place)
    return by_place or _named_twice(words) or _shorter(folded(words))


def find_all(name: str) -> tuple[str, ...]:
    """Return the zones that a name in a phrase may mean: no small town, whose name is a word."""
    words = " ".join(name.casefold().split())
    if _NEVER.fullmatch(words):
        return ()
    matching = places.large(folded(words))
    if "/" not in words:
        matching = tuple(place for place in matching if place.kind is not Kind.ZONE)
    return _by_words(words) or tuple(choice.zone for choice in _chosen(matching))


def zone(name: str) -> ZoneInfo:
    """Return the zone called `name`, a result of `resolve`."""
    return ZoneInfo(name)


def require(name: str) -> str:
    """Return the name of a zone as the database has it; raise `ValueError` for any other."""
    if _NEVER.fullmatch(name.casefold()) or not _exists(name):
        raise ValueError(name)
    return name


def is_fixed(name: str) -> bool:
    """Return whether a zone is only an offset, without summer time."""
    return name == "UTC" or name.startswith("Etc/")


def _by_words(words: str) -> tuple[str, ...]:
    if etc := _ETC.fullmatch(words):
        turned = "-" if etc["sign"] == "+" else "+"
        return _at_offset(turned, int(etc["hours"]), "00")
    if offset := _OFFSET.fullmatch(words):
        if offset["bare"]:
            return _at_offset("+", int(offset["bare"]), "00")
        minutes = _TENTHS[offset["tenths"]] if offset["tenths"] else offset["minutes"] or "00"
        return _at_offset(offset["sign"], int(offset["hours"]), minutes)
    key = folded(words)
    spoken = re.sub(r" time$", "", key)
    spoken = re.sub(
        rf"^(?:{'|'.join(_DIRECTIONS)}) (?=eastern|central|mountain|pacific)", "", spoken
    )
    daylight = re.sub(r" (?:standard|daylight|summer|savings?|daylight savings?)$", "", spoken)
    for name in (spoken, daylight):
        if zones := SPOKEN.get(name) or _NICKNAMES.get(name):
            return zones
    if (spanish := _HOUR_OF.fullmatch(key)) and spanish["place"] in _SPANISH:
        return SPOKEN[_SPANISH[spanish["place"]]]
    if american := _IN_AMERICA.fullmatch(key):
        place = american["place"]
        zones = _NICKNAMES.get(place) or tuple(choice.zone for choice in _qualified(place))
        return tuple(name for name in zones if name in _AMERICAN_ZONES)
    return ()


def _at_offset(sign: str, hours: int, minutes: str) -> tuple[str, ...]:
    if minutes != "00":
        named = _BETWEEN.get(f"{sign}{hours}:{minutes}")
        return (named,) if named else ()
    if not hours:
        return ("UTC",)
    # The signs of these names are reversed: Etc/GMT-2 is two hours ahead.
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
    return (name,) if _exists(name) else ()


def _named_twice(words: str) -> tuple[Choice, ...]:
    """Read a name followed by another; if they are two zones, neither is sure."""
    match = _TWICE.fullmatch(words)
    if match is None:
        return ()
    each = [
        choices(match["one"] or match["left"] or match["town"]),
        choices(match["inner"] or match["right"] or match["beside"]),
    ]
    if not all(each):
        return ()
    first, second = each
    clocks = {_clock(choice.zone) for choice in second}
    shared = [choice for choice in first if _clock(choice.zone) in clocks]
    if len(shared) == 1:
        return (replace(shared[0], is_sure=True),)
    by_clock = {_clock(choice.zone): replace(choice, is_sure=False) for choice in (*second, *first)}
    return tuple(by_clock.values())[:MOST_CHOICES]


def _at_landmark(words: str) -> tuple[Choice, ...]:
    """Read a ZIP code, the code of an airport, or the name of a university."""
    if code := landmarks.state_of_zip(words):
        return tuple(replace(choice, is_sure=True) for choice in _states(code))
    if beside := _BEFORE_ZIP.fullmatch(words):
        return choices(beside[1]) or _at_landmark(beside[2])
    key = folded(words)
    if named := landmarks.zones_of(key):
        return tuple(Choice(zone, zone) for zone in named)
    for town, state in landmarks.within(key):
        if not state:
            guessed = _chosen(places.named(town))
            return tuple(replace(choice, is_sure=False) for choice in guessed)
        if found := _qualified(f"{town}, {state}") if town else _states(state):
            return found
    return ()


def _states(name: str) -> tuple[Choice, ...]:
    """Return the zones of a state or a territory of the United States."""
    kinds = (Kind.REGION, Kind.REGION_CODE, Kind.COUNTRY)
    return _chosen(
        place
        for place in places.named(name)
        if place.kind in kinds
        and place.zone.startswith(("America/", "Pacific/"))
        and place.country in ("US", "PR", "VI", "GU")
    )


def _either(at: Sequence[Choice], by_place: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return a university and the towns of its name; sure if all have one clock."""
    by_clock: dict[tuple[object, ...], Choice] = {}
    for choice in (*at, *by_place):
        by_clock.setdefault(_clock(choice.zone), choice)
    return tuple(by_clock.values())[:MOST_CHOICES]


def _by_place(words: str) -> tuple[Choice, ...]:
    if spanish := _HOUR_OF.fullmatch(folded(words)):
        words = spanish["place"]
    key = re.sub(r" (?:time|time zone|timezone|area|metro)$", "", folded(words))
    if key in _TOO_LARGE:
        return ()
    return _chosen(places.named(key)) or _qualified(words)


def _signed(offset: re.Match[str]) -> str:
    return f"{offset[1] or 'utc'}{'-' if offset[2] == 'minus' else '+'}"


def _shorter(key: str) -> tuple[Choice, ...]:
    """Read "S Dakota", "the Bronx" and "northern California": a place and what stands before it."""
    first, _, rest = key.partition(" ")
    if rest and first in _SHORTENED and (full := _by_place(f"{_SHORTENED[first]} {rest}")):
        return full
    before = _BEFORE.match(key) if key not in _TOO_LARGE else None
    if before and (within := choices(key[before.end() :])):
        return within
    return _at_the_end(key)


def _at_the_end(key: str) -> tuple[Choice, ...]:
    """Read "Koreatown LA" and "South Side Chicago": some part of a large city, not quite sure."""
    words = key.split()
    for at in range(1, min(len(words), 4)):
        rest = " ".join(words[at:])
        cities = [place for place in places.large(rest) if place.kind is Kind.CITY]
        named = tuple(Choice(zone, zone) for zone in _NICKNAMES.get(rest, ())) or _chosen(cities)
        if named:
            return tuple(replace(choice, is_sure=False) for choice in named)
    return ()


def _qualified(words: str) -> tuple[Choice, ...]:
    """Read "Portland, Maine", "Boston MA" and "London UK": a city with its state or country."""
    commas = [folded(part) for part in words.split(",") if folded(part)]
    parts = (" ".join(commas[:2]) if len(commas) > 2 else folded(words)).split()
    for at in range(len(parts) - 1, max(0, len(parts) - 5), -1):
        of = " ".join(parts[at:])
        within = places.named(of)
        regions = {
            (place.country, place.region)
            for place in within
            if place.kind in (Kind.REGION, Kind.REGION_CODE)
        }
        countries = {place.country for place in within if place.kind is Kind.COUNTRY} | {of.upper()}
        cities = [
            place
            for place in places.named(" ".join(parts[:at]))
            if place.kind in (Kind.CITY, Kind.OTHER_NAME)
            and ((place.country, place.region) in regions or place.country in countries)
        ]
        in_states = [place for place in cities if (place.country, place.region) in regions]
        if cities:
            return tuple(replace(choice, is_sure=True) for choice in _chosen(in_states or cities))
    return ()


def _chosen(places: Iterable[Place]) -> tuple[Choice, ...]:
    """Return one place for each zone, the most likely first; only one if it clearly leads."""
    named = [place for place in places if _exists(place.zone)]
    # "Calcutta" is no village elsewhere, since a zone was called after it.
    honoured = {place.zone for place in named if place.kind is Kind.ZONE_CITY}
    cities = [
        replace(place, kind=Kind.CITY) if place.zone in honoured else place
        for place in named
        if place.kind in (Kind.CITY, Kind.OTHER_NAME)
    ]
    regions = [
        place for place in named if place.kind in (Kind.COUNTRY, Kind.REGION, Kind.REGION_CODE)
    ]
    if not cities and not regions:
        names = [place for place in named if place.kind in (Kind.ZONE, Kind.ZONE_CITY)]
        return tuple(Choice(place.zone, place.zone) for place in _by_clock(names)[:MOST_CHOICES])
    clocks = _by_clock(sorted([*regions, *cities], key=_weight, reverse=True))
    leads = len(clocks) < 2 or _weight(clocks[0]) >= CLEARLY_LARGER * _weight(clocks[1])
    # "Garden City" is a nickname of Singapore, and the name of small towns.
    least = _SMALL if clocks[0].kind in (Kind.REGION, Kind.OTHER_NAME) else _AMERICAN
    if any(_is_american(place, least) for place in clocks[1:]) and clocks[0].country != "US":
        # Most who type "Melbourne" mean Australia's; in an American society, not all.
        leads = False
    if len(_by_clock(regions)) > 1:
        # A state with two zones is asked about, however few live in the smaller part.
        leads = False
    # Beside a state or a country, a city needs only be as large as other cities.
    worth = max(map(_weight, cities), default=0) // _WORTH_ASKING
    asked = [
        place
        for place in clocks
        if place in regions or _weight(place) >= worth or _is_american(place, least)
    ]
    return tuple(_choice(place) for place in (clocks[:1] if leads else asked[:MOST_CHOICES]))


def _is_american(place: Place, least: int) -> bool:
    """Return whether it is a city of the United States with as many people as `least`."""
    return place.kind is Kind.CITY and place.country == "US" and place.people >= least


def _weight(place: Place) -> int:
    weight = max(place.people, 1)
    return weight // _OTHER_NAME_WEIGHS if place.kind is Kind.OTHER_NAME else weight


def _by_clock(places: Sequence[Place]) -> list[Place]:
    """Return the first place of each zone, in order."""
    clocks: dict[tuple[object, ...], Place] = {}
    for place in places:
        clocks.setdefault(_clock(place.zone), place)
    return list(clocks.values())


def _choice(place: Place) -> Choice:
    # Three letters are as likely those of a university: Osu is in Ghana.
    least = _SMALL if len(place.name) > _SHORT else 40 * _SMALL
    is_village = place.kind in (Kind.CITY, Kind.OTHER_NAME) and place.people < least
    is_word = place.kind is Kind.REGION_CODE and place.name in _WORDS_TOO
    return Choice(place.label, place.zone, not is_village and not is_word)


@lru_cache(maxsize=1024)
def _close(typed: str) -> tuple[Choice, ...]:
    """Return the largest places whose names come close."""
    choices = [
        _choice(place)
        for place in places.close_to(folded(typed)[:LONGEST])
        if place.is_large and _exists(place.zone)
    ]
    return tuple(dict.fromkeys(choices))[:MOST_CLOSE]


@lru_cache(maxsize=1024)
def _exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=1024)
def _clock(name: str) -> tuple[object, ...]:
    """Return a key that tells zones apart: the offset in each month of a year."""
    return tuple(
        datetime(2027, month, 15, tzinfo=UTC).astimezone(ZoneInfo(name)).utcoffset()
        for month in range(1, 13)
    )
