// Print the first occurrences of a calendar file's repeated event as UTC seconds, one a line.
const fs = require("fs");
const ICAL = require("ical.js");

const [path, count] = process.argv.slice(2);
const root = new ICAL.Component(ICAL.parse(fs.readFileSync(path, "utf8")));
for (const zone of root.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const whole = root
  .getAllSubcomponents("vevent")
  .find((event) => event.hasProperty("rrule"));
const turns = new ICAL.Event(whole).iterator();
for (let number = 0; number < Number(count); number += 1) {
  console.log(turns.next().toUnixTime());
}
console.error(new ICAL.Event(whole).summary);
