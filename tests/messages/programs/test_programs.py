"""Programs as they are shown: within Discord's limits, and no one's words do harm."""

from dataclasses import replace

import pytest

from bot.configuration import config_dir
from bot.domain.ids import GuildId, ProgramId, SearchId, UserId
from bot.domain.programs.programs import MeetingFormat, Program
from bot.language.say import ENGLISH
from bot.messages.outgoing import Message
from bot.messages.programs import programs as words
from bot.messages.programs import searches as search_words
from bot.search import Facet, Fit, NameChoice, ProgramIndex, Vocabulary, load_vocabulary
from bot.services.programs.searches import SearchPage
from bot.storage.programs.searches import Search
from bot.views.render import to_embed, to_view

GUILD = GuildId(2**63 - 1)
EVIL = "*@everyone* <@123> [x](http://evil.example) " * 3


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Yield the shipped vocabulary."""
    return load_vocabulary(config_dir() / "vocabulary.toml")


def the_fullest(vocabulary: Vocabulary, number: int = 0) -> Program:
    """Return a program with every fact as long as an entry may have it."""
    text = (EVIL * 10)[:200]
    known = vocabulary.known
    return Program(
        id=ProgramId(f"fullest-{number}"),
        name=text,
        name_known=False,
        host=text,
        stages=tuple(sorted(known.stages)),
        stages_also=tuple(sorted(known.stages)),
        fields=tuple(sorted(known.fields)),
        communities=tuple(sorted(known.communities)),
        communities_also=tuple(sorted(known.communities)),
        cities=(text,) * 20,
        state="IL",
        format=MeetingFormat.IN_PERSON,
        duration=text,
        offers=tuple(sorted(known.offers)),
        who_may_join=(EVIL * 10)[:400],
        restricted_to=text,
        how_to_apply=(EVIL * 10)[:400],
        link=f"https://a.example/{'x' * 180}",
        summary=(EVIL * 20)[:600],
        notes=(EVIL * 20)[:600],
    )


def assert_fits(shown: Message) -> None:
    """Hold a message to Discord's limits and to harmless words."""
    embeds = [to_embed(card) for card in shown.embeds]
    assert sum(len(embed) for embed in embeds) <= 6000
    for embed in embeds:
        assert len(embed.title or "") <= 256
        assert len(embed.description or "") <= 4096
        assert len(embed.fields) <= 25
        for field in embed.fields:
            assert 1 <= len(field.name or "") <= 256
            assert 1 <= len(field.value or "") <= 1024
        spoken = str(embed.to_dict())
        assert "<@123>" not in spoken
        assert "@everyone" not in spoken
        assert "http://" not in spoken
    ids = [
        str(custom_id)
        for item in to_view(shown.rows).children
        if (custom_id := getattr(item, "custom_id", None))
    ]
    assert len(ids) == len(set(ids))
    assert all(len(custom_id) <= 100 for custom_id in ids)


@pytest.mark.parametrize("spanish", [False, True])
def test_the_fullest_card_fits_and_is_harmless(vocabulary: Vocabulary, spanish: bool) -> None:
    assert_fits(words.card(ENGLISH, GUILD, the_fullest(vocabulary), vocabulary, spanish=spanish))


def test_the_fullest_two_fit_side_by_side(vocabulary: Vocabulary) -> None:
    first, second = the_fullest(vocabulary, 1), the_fullest(vocabulary, 2)

    assert_fits(words.compared(ENGLISH, GUILD, first, second, vocabulary))


@pytest.mark.parametrize("fit", Fit)
def test_the_fullest_page_of_answers_fits(vocabulary: Vocabulary, fit: Fit) -> None:
    index = ProgramIndex.build([the_fullest(vocabulary, n) for n in range(9)], vocabulary)
    every = {
        facet: tuple(value for (of, value) in vocabulary.labels if of is facet)
        for facet in (Facet.STAGE, Facet.FIELD, Facet.PLACE, Facet.COMMUNITY, Facet.OFFER)
    }
    answer = replace(index.search(EVIL, facets=every), fit=fit)
    search = Search(GUILD, SearchId(2**40), UserId(1), (EVIL * 9)[:300], {}, {}, {}, None)

    shown = search_words.answer(ENGLISH, SearchPage(search, answer, answer.results), page=1)

    assert len(shown.rows) >= 3
    assert_fits(shown)


def test_a_card_without_any_facts_says_what_is_not_known(vocabulary: Vocabulary) -> None:
    shown = words.card(ENGLISH, GUILD, Program(id=ProgramId("bare"), name="Bare"), vocabulary)

    said = " ".join(value for card in shown.embeds for _, value in card.fields)
    assert "host isn’t named" in said
    assert "How people meet isn’t known" in said
    assert "Never verified" in shown.embeds[0].footer
    assert_fits(shown)


def test_a_card_says_each_fact_of_who_may_join_under_its_own_name(vocabulary: Vocabulary) -> None:
    program = Program(
        id=ProgramId("plain"),
        name="Plain",
        stages=("resident",),
        stages_also=("post-bac",),
        fields=("dentistry",),
        communities=("first-gen",),
        communities_also=("women",),
        membership="the Guild",
        who_may_join="Apply with a letter",
    )
    said = words.card(ENGLISH, GUILD, program, vocabulary).embeds[0].fields[0][1].splitlines()

    def label(facet: Facet, value: str) -> str:
        return vocabulary.label(facet, value)

    assert said[0] == "**Only for members of the Guild.**"
    assert said[1] == "Apply with a letter"
    assert label(Facet.STAGE, "resident") in said[2]
    assert label(Facet.STAGE, "post-bac") in said[2]
    assert said[3] == f"Field: {label(Facet.FIELD, 'dentistry')}."
    assert said[4] == f"Meant for: {label(Facet.COMMUNITY, 'first-gen')}."
    assert said[5] == f"Welcomes or prioritizes: {label(Facet.COMMUNITY, 'women')}."


@pytest.mark.parametrize(
    ("link", "fits"),
    [
        ("https://a.example/page", True),
        ("http://a.example", True),
        ("https://nowhere", False),
        ("https://a.example/two words", False),
        ("javascript:alert(1)", False),
        ("https://[broken", False),
        ("https://a.example/" + "x" * 600, False),
        ("", False),
    ],
)
def test_only_what_discord_takes_becomes_a_link(link: str, fits: bool) -> None:
    assert words.is_address(link) is fits


def test_a_choice_is_never_longer_than_discord_takes() -> None:
    choice = words.choice(ENGLISH, NameChoice(ProgramId("a"), "n" * 200, restricted=True))

    assert len(choice) <= 100
    assert choice.endswith("(not open to all)")
