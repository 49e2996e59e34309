"""Advice for someone's situation, a few items at a time."""

from bot.domain.ids import GuildId
from bot.domain.programs.guide import Audience, Guide, GuideItem, Moment
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select, Style
from bot.messages.text import truncate

PER_PAGE = 4
_AUDIENCES = {
    Audience.BOTH: marked("For everyone"),
    Audience.MENTEE: marked("For mentees"),
    Audience.MENTOR: marked("For mentors"),
}


def sections(say: Say, guide: Guide) -> list[tuple[str, str]]:
    """Return the sections, as (key, title): moments first, then topics."""
    moments = [(f"moment:{moment}", title) for moment, title in guide.moments.items()]
    return [*moments, *((f"topic:{topic}", title) for topic, title in guide.topics.items())]


def find(say: Say, guide: Guide, typed: str) -> int | None:
    """Return the number of the section that was picked or named, or None."""
    wanted = typed.strip().casefold()
    if not wanted:
        return None
    titles = sections(say, guide)
    for number, (key, title) in enumerate(titles):
        if wanted in (key, key.partition(":")[2], title.casefold()):
            return number
    inside = [number for number, (_, title) in enumerate(titles) if wanted in title.casefold()]
    return inside[0] if inside else None


def overview(say: Say, guild: GuildId, guide: Guide, *, unknown: bool = False) -> Message:
    """Offer every section."""
    choose = say("Choose one below.")
    if unknown:
        choose = say("I couldn’t find that topic. Choose one below.")
    moments = "\n".join(f"- {title}" for title in guide.moments.values())
    topics = "\n".join(f"- {title}" for title in guide.topics.values())
    card = Embed(
        say("Advice for right now"),
        choose,
        fields=((say("Right now"), moments), (say("Topics"), topics)),
    )
    return Message(embeds=(card,), rows=(_another(say, guild, guide, None), _onward(say, guild)))


def section(
    say: Say,
    guild: GuildId,
    guide: Guide,
    number: int,
    audience: Audience = Audience.BOTH,
    page: int = 0,
) -> Message:
    """Show a page of one section, for one audience."""
    titles = sections(say, guide)
    if not 0 <= number < len(titles):
        return overview(say, guild, guide, unknown=True)
    key, title = titles[number]
    kind, _, name = key.partition(":")
    items = (
        guide.for_moment(Moment(name), audience)
        if kind == "moment"
        else guide.on_topic(name, audience)
    )
    pages = max(1, -(-len(items) // PER_PAGE))
    page = min(page, pages - 1)
    shown = items[page * PER_PAGE : (page + 1) * PER_PAGE]
    footer = [say("Page {page} of {pages}", page=page + 1, pages=pages)] if pages > 1 else []
    card = Embed(
        title,
        "" if shown else say("Nothing here for this role. Try the other buttons."),
        fields=_fields(shown),
        footer=" · ".join([*footer, say(_AUDIENCES[audience])]),
    )
    row = [
        Button(say(words), build("guide", each.value, guild, number, number=0))
        for each, words in _AUDIENCES.items()
        if each is not audience
    ]
    if page + 1 < pages:
        verb = f"more-{audience.value}"
        custom_id = build("guide", verb, guild, number, number=page + 1)
        row.append(Button(say.of("button", "Next"), custom_id, Style.PRIMARY))
    return Message(
        embeds=(card,), rows=(_another(say, guild, guide, number), tuple(row), _onward(say, guild))
    )


def where_to_ask(
    say: Say, guild: GuildId, places: list[GuideItem], *, spanish: bool = False
) -> Message:
    """Say where to ask first, for someone whom the catalogue could not help."""
    title = "Dónde preguntar primero" if spanish else say("Where to ask first")
    card = Embed(title, fields=_fields(places[:8]))
    return Message(embeds=(card,), rows=(_onward(say, guild, spanish=spanish),))


def _fields(items: list[GuideItem]) -> tuple[tuple[str, str], ...]:
    return tuple((truncate(item.title, 250), truncate(item.text, 650)) for item in items)


def _another(say: Say, guild: GuildId, guide: Guide, present: int | None) -> Row:
    options = tuple(
        Choice(truncate(title, 100), str(number), chosen=number == present)
        for number, (_, title) in enumerate(sections(say, guide)[:25])
    )
    return (Select(build("guide", "choose", guild), say("Choose a topic"), options),)


def _onward(say: Say, guild: GuildId, *, spanish: bool = False) -> Row:
    label = "Buscar un programa para mí" if spanish else say("Find a program")
    concern = say("Avisar en confianza") if spanish else say("Report a concern")
    return (
        Button(label, build("search", "form", guild), Style.SUCCESS),
        Button(concern, build("concern", "open", guild)),
    )
