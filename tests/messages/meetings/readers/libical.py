"""Print the first occurrences of a calendar file's repeated event as UTC seconds, one a line.

It runs in the system's own Python, since GLib's bindings are not on the package index.
"""

import importlib
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Read the file with libical alone, with the zone that the file brings."""
    importlib.import_module("gi").require_version("ICalGLib", "3.0")
    ical: Any = importlib.import_module("gi.repository.ICalGLib")
    path, count = sys.argv[1:]
    root = ical.Component.new_from_string(Path(path).read_text("utf-8"))
    zone = ical.Timezone.new()
    zone.set_component(root.get_first_component(ical.ComponentKind.VTIMEZONE_COMPONENT).clone())
    event = root.get_first_component(ical.ComponentKind.VEVENT_COMPONENT)
    rule = event.get_first_property(ical.PropertyKind.RRULE_PROPERTY).get_rrule()
    start = event.get_first_property(ical.PropertyKind.DTSTART_PROPERTY).get_dtstart()
    turns = ical.RecurIterator.new(rule, start)
    for _ in range(int(count)):
        sys.stdout.write(f"{turns.next().as_timet_with_zone(zone)}\n")


main()
