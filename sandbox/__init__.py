"""A local, strict stand-in for Discord: REST API and gateway on loopback, and people to act as.

It knows nothing of the product; an unmodified discord.py client connects to it::

    async with Discord.serve() as discord:
        guild = discord.guild("Pre-Health Society")      # the bot is in it, as invited
        mentoring = guild.text("mentoring")
        moderators = guild.role("Moderators", allow=Permission.MANAGE_GUILD)
        mo = guild.person("Mo", moderators)
        ana = guild.person("Ana", accepts_dms=False)
        # start the bot with discord.api_url, discord.gateway_url, discord.token; then
        await discord.ready()                             # connected, commands registered

        answer = await mo.slash("cohort create", name="Spring", at=mentoring)
        assert answer.ephemeral and "Spring" in answer.text
        offered = await ana.autocomplete("program show", "name", "em")
        assert [choice.name for choice in offered.choices]

        answer = await ana.click(panel_message, "Join as mentee")     # by label
        answer = await ana.submit(answer, {"What do you want?": "..."})  # the form it opened
        answer = await ana.select(answer, None, ["Video"])            # the only menu
        await answer.settled()                            # the text that followed a defer
        await discord.until_message(mentoring, containing="Welcome")
        for sight in ana.sees():                          # what she can read, everywhere
            print(sight)

Time stands at `sandbox.BEGINNING` until `discord.clock.advance(timedelta(days=3))` moves it;
`serve(clock_file=path)` also writes it where a bot's staged clock reads it, and
`serve(begins=None)` goes with the machine's clock. Faults::

    fault = discord.faults.add("POST", "/channels/{channel_id}/messages", FaultKind.HANG_AFTER)
    await discord.faults.hit(fault)                       # the message stands, unanswered

Whatever waits gives up when nothing at all has changed for a while, not after a time; see
`sandbox.state.changes`, also for the stopwatch of the three-second rule.

A restart: note `before = discord.gateway.ready_count`, kill and start the bot, then
`await discord.ready(since=before)`. Files: `discord.attachment("people.csv", b"...")` is a value
for an option or an upload field. Settings of Discord's own that it does not document are fields
of `discord.world`: `nonce_window`, `silent_mentions_add`, `owner_adds_people`.

Gateway accidents: `await discord.gateway.drop()`, `.reconnect()`, `.invalidate()`, and
`discord.gateway.deliveries = 3` or `.delay_seconds = 2.0`. What the bot was refused:
`discord.refused`. How often it used a route:
`discord.requests("POST", "/channels/{channel_id}/messages")`.

Where things are: `state` holds what Discord would remember and what changes it, `rules` what it
refuses, `wire` the REST routes, the gateway and their JSON, `people` what a person does and reads.
"""

from sandbox.people.answers import Answer, Choice, Modal
from sandbox.people.errors import NotPossibleError
from sandbox.people.guilds import GuildHandle
from sandbox.people.person import Person
from sandbox.people.transcript import Button, Sight
from sandbox.rules.rate_limits import RateLimits
from sandbox.server import Discord
from sandbox.state.clock import BEGINNING
from sandbox.state.permissions import EVERYONE, INVITED_BOT, Permission
from sandbox.state.records import Channel, Message
from sandbox.wire.faults import Fault, FaultKind

__all__ = [
    "BEGINNING",
    "EVERYONE",
    "INVITED_BOT",
    "Answer",
    "Button",
    "Channel",
    "Choice",
    "Discord",
    "Fault",
    "FaultKind",
    "GuildHandle",
    "Message",
    "Modal",
    "NotPossibleError",
    "Permission",
    "Person",
    "RateLimits",
    "Sight",
]
