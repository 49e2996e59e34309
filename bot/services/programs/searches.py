"""Searches: by question or by profile, then filter, remove filters, or find similar ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.app import App
from bot.catalogue import SocietyCatalogue
from bot.domain.errors import DomainError
from bot.domain.ids import ProgramId, SearchId
from bot.domain.programs.guide import GuideItem
from bot.domain.programs.programs import ANY_FIELD, Program
from bot.domain.states import Role
from bot.domain.typed_text import clean
from bot.search import Facet, Open, Result, SearchAnswer, Understood, Vocabulary
from bot.search.fit import field_fits, format_fits, place_fits, stage_fits
from bot.search.profile import SearchProfile
from bot.search.reading.roles import MENTORING_OTHERS
from bot.services.actor import Actor
from bot.services.cohorts.sign_up import open_to
from bot.services.programs.programs import numbered, value_of
from bot.services.requests.mentor_availability import offerings_for
from bot.services.work import Work, reads, writes_unrecorded
from bot.storage.cohorts import profiles
from bot.storage.cohorts.profiles import Profile
from bot.storage.programs import searches
from bot.storage.programs.searches import Search

LONGEST_QUESTION = 300
MOST_RESULTS = 20
# Filters keep some of these.
MOST_RANKED = 60
# What a person may set by hand. A community only moves programs up: most are open to everyone.
FACETS = (Facet.STAGE, Facet.FIELD, Facet.PLACE, Facet.COMMUNITY, Facet.FORMAT)
_FITS: Mapping[Facet, Callable[[Program, str, Vocabulary], bool]] = {
    Facet.STAGE: stage_fits,
    Facet.FIELD: field_fits,
    Facet.PLACE: place_fits,
    Facet.FORMAT: lambda program, value, _: format_fits(program, value),
}

# How people say they would meet, in the terms of programs.
_WAYS = {
    "video": "virtual",
    "chat": "virtual",
    "phone": "virtual",
    "in-person": "in-person",
    "shadowing": "in-person",
}

Pairs = Sequence[tuple[Facet, str]]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The current answer to a search.

    `results` match what was set by hand; `readable` is False if nothing in the question was
    understood; `like` is the program that the others resemble; `item` is the guide's answer to a
    question that isn't a search; `free` are the fields in which a mentor of the society has room,
    empty if something fits; `cohorts` are those that someone who wants to be a mentor can join.
    """

    search: Search
    answer: SearchAnswer
    results: tuple[Result, ...]
    like: Program | None = None
    item: GuideItem | None = None
    free: frozenset[str] = frozenset()
    cohorts: tuple[str, ...] = ()

    @property
    def asked(self) -> Understood:
        """Return what was understood and set."""
        return self.answer.understood

    @property
    def readable(self) -> bool:
        """Return whether there is anything to search for."""
        asked = self.asked
        return bool(asked.values or asked.names or asked.text or asked.topic)

    @property
    def is_for_mentors(self) -> bool:
        """Return whether the asker wants to be a mentor."""
        return self.asked.topic == MENTORING_OTHERS

    @property
    def reachable(self) -> bool:
        """Return whether the search found something open to the asker, if only on a condition."""
        asked = self.asked
        if (asked.topic and not self.is_for_mentors) or asked.is_outside:
            return False
        return any(result.open is not Open.NO for result in self.results)

    @property
    def confident(self) -> bool:
        """Return whether the first result is open to the asker and fits, or was named."""
        return self.answer.confident and bool(self.results)


async def search(app: App, actor: Actor, question: str, typed: Mapping[Facet, str]) -> SearchPage:
    """Answer a question; `typed` are the facets that were set by hand, in any words.

    Raises `DomainError` ``search.unknown_value`` for a value that means nothing in its facet.
    """
    edition = await app.catalogue.latest(actor.guild)
    chosen = {
        str(facet): (value_of(edition.index, facet, words),)
        for facet, words in typed.items()
        if words.strip()
    }
    # PostgreSQL can't store NUL in text.
    asked = clean(question)[:LONGEST_QUESTION]
    return await _page(app, actor, edition, await _add(app, actor, question=asked, chosen=chosen))


async def suggest(app: App, actor: Actor) -> SearchPage | None:
    """Rank programs for the asker's profile; None if the profile is empty."""
    edition = await app.catalogue.latest(actor.guild)
    profile = await _profile(app, actor)
    if profile is None or not (profile.stage or profile.fields):
        return None
    return await suggest_for(app, actor, _seeker(profile), edition)


async def suggest_for(
    app: App, actor: Actor, seeker: SearchProfile, edition: SocietyCatalogue | None = None
) -> SearchPage:
    """Rank programs for what someone says about themselves."""
    edition = edition or await app.catalogue.latest(actor.guild)
    values = edition.index.suggest(seeker, limit=1).understood.values
    wished = {str(facet): chosen for facet, chosen in values.items()}
    return await _page(app, actor, edition, await _add(app, actor, wished=wished))


async def more_like(app: App, actor: Actor, number: int) -> SearchPage:
    """Find programs similar to the one that a button refers to."""
    edition = await app.catalogue.latest(actor.guild)
    program = numbered(edition, number)
    return await _page(app, actor, edition, await _add(app, actor, like=program.id))


@writes_unrecorded("a search is only saved to be refined for a week: asked twice, saved twice")
def _add(
    work: Work,
    *,
    question: str = "",
    chosen: searches.Values | None = None,
    wished: searches.Values | None = None,
    like: ProgramId | None = None,
) -> Search:
    return searches.add(
        work.connection,
        work.guild,
        work.user,
        question=question,
        chosen=chosen or {},
        wished=wished or {},
        like=like,
        now=work.now,
    )


@reads
def _profile(work: Work) -> Profile | None:
    return profiles.find(work.connection, work.guild, work.user)


async def is_spanish(app: App, actor: Actor, search_id: SearchId) -> bool:
    """Return whether an earlier search is answered in Spanish; one that is gone is not."""
    try:
        search = await _get(app, actor, search_id)
    except DomainError:
        return False
    if not search.question:
        return actor.reads_spanish
    return app.catalogue.shipped.understand(search.question).spanish


async def again(app: App, actor: Actor, search_id: SearchId) -> SearchPage:
    """Answer an earlier search again; raise ``search.gone`` if it is no longer stored."""
    edition = await app.catalogue.latest(actor.guild)
    return await _page(app, actor, edition, await _get(app, actor, search_id))


@reads
def _get(work: Work, search_id: SearchId) -> Search:
    return searches.get(work.connection, work.guild, search_id, work.user)


async def drop(
    app: App, actor: Actor, search_id: SearchId, pairs: Pairs, instead: Pairs = ()
) -> SearchPage:
    """Remove filters that were understood or set; `instead` are other readings that were meant."""
    labels = (await app.catalogue.latest(actor.guild)).index.vocabulary.labels
    meant = [pair for pair in instead if pair in labels]

    def change(search: Search) -> Search:
        return replace(
            search,
            chosen=_with(_without(search.chosen, pairs), meant),
            wished=_without(search.wished, pairs),
            dropped=_with(search.dropped, pairs),
        )

    return await _refine(app, actor, search_id, change)


async def narrow(app: App, actor: Actor, search_id: SearchId, pairs: Pairs) -> SearchPage:
    """Set facets by hand; values that the vocabulary lacks are ignored."""
    labels = (await app.catalogue.latest(actor.guild)).index.vocabulary.labels
    allowed = [pair for pair in pairs if pair in labels and pair[0] in FACETS]
    return await _refine(
        app, actor, search_id, lambda search: replace(search, chosen=_with(search.chosen, allowed))
    )


async def reset(app: App, actor: Actor, search_id: SearchId) -> SearchPage:
    """Return to the question as it was asked."""
    return await _refine(
        app, actor, search_id, lambda search: replace(search, chosen={}, dropped={})
    )


async def _refine(
    app: App, actor: Actor, search_id: SearchId, change: Callable[[Search], Search]
) -> SearchPage:
    edition = await app.catalogue.latest(actor.guild)
    return await _page(app, actor, edition, await _save(app, actor, search_id, change))


@writes_unrecorded("a filter is set or removed, never added to: twice is the same as once")
def _save(work: Work, search_id: SearchId, change: Callable[[Search], Search]) -> Search:
    refined = change(searches.get(work.connection, work.guild, search_id, work.user))
    searches.refine(work.connection, refined)
    return refined


async def _page(app: App, actor: Actor, edition: SocietyCatalogue, search: Search) -> SearchPage:
    """Answer a search; only if nothing fits, see in which fields someone here has room.

    Who wants to be a mentor is told which of the society's cohorts takes them.

    Without a question, such as for a profile, the answer is in the language of the asker's Discord.
    """
    page = _found(app, edition, search)
    if not search.question and actor.reads_spanish:
        asked = replace(page.asked, spanish=True)
        page = replace(page, answer=replace(page.answer, understood=asked))
        page = replace(page, results=_chosen_of(page))
    if page.is_for_mentors:
        return replace(page, cohorts=await open_to(app, actor, Role.MENTOR))
    if not page.answer.next_steps or page.asked.topic:
        return page
    return replace(page, free=await _free_fields(app, actor))


@reads
def _free_fields(work: Work) -> frozenset[str]:
    """Return the fields of mentors whom the asker may ask; ANY_FIELD for one who named none."""
    offered = offerings_for(work.connection, work.guild, work.user, work.now)
    return frozenset(field for mentor in offered for field in mentor.fields or (ANY_FIELD,))


def _found(app: App, edition: SocietyCatalogue, search: Search) -> SearchPage:
    index = edition.index
    chosen, wished = _facets(search.chosen), _facets(search.wished)
    dropped = [
        (facet, value) for facet, values in _facets(search.dropped).items() for value in values
    ]
    like = None
    if search.like is not None:
        like = index.get(search.like)
        resembling = index.more_like(search.like, limit=1)
        if like is None or resembling is None:
            raise DomainError("program.gone")
        asked = resembling.understood.dropping(dropped)
        asked = replace(asked, values={**asked.values, **chosen})
        answer = index.answer(asked, limit=MOST_RANKED)
        others = tuple(ranked for ranked in answer.ranked if ranked[1].program.id != like.id)
        answer = replace(answer, ranked=others)
    else:
        facets = {**wished, **chosen}
        answer = index.search(search.question, drop=dropped, facets=facets, limit=MOST_RANKED)
    # An answer is in the language of its question, whatever language the rest speaks.
    guide = app.catalogue.guide_in("es" if answer.understood.spanish else "en")
    item = guide.get(answer.guide) if answer.guide else None
    page = SearchPage(search, answer, (), like, item)
    return replace(page, results=_chosen_of(page))


def _chosen_of(page: SearchPage) -> tuple[Result, ...]:
    """Return the results that have what was set by hand."""
    chosen, vocabulary = _facets(page.search.chosen), page.answer.vocabulary
    results = tuple(
        result
        for result in page.answer.results
        if all(
            any(fits(result.program, value, vocabulary) for value in values)
            for facet, values in chosen.items()
            if (fits := _FITS.get(facet))
        )
    )
    return results[:MOST_RESULTS]


def _seeker(profile: Profile) -> SearchProfile:
    """Return what a suggestion is based on; communities only if their owner chose to."""
    ways = {_WAYS[way] for way in profile.wishes.formats if way in _WAYS}
    return SearchProfile(
        id="profile",
        stage=profile.stage or "",
        fields=profile.fields,
        state=profile.wishes.place or "",
        communities=profile.communities,
        community_opt_in=profile.share_communities,
        format=ways.pop() if len(ways) == 1 else "",
        goals=tuple(topic.replace("-", " ") for topic in profile.topics),
    )


def _facets(values: Mapping[str, Sequence[str]]) -> dict[Facet, tuple[str, ...]]:
    return {Facet(facet): tuple(chosen) for facet, chosen in values.items() if chosen}


def _with(values: searches.Values, pairs: Pairs) -> dict[str, list[str]]:
    merged = {str(facet): list(chosen) for facet, chosen in values.items()}
    for facet, value in pairs:
        chosen = merged.setdefault(str(facet), [])
        if value not in chosen:
            chosen.append(value)
    return merged


def _without(values: searches.Values, pairs: Pairs) -> dict[str, list[str]]:
    removed = {(str(facet), value) for facet, value in pairs}
    remaining = {
        str(facet): [value for value in chosen if (str(facet), value) not in removed]
        for facet, chosen in values.items()
    }
    return {facet: chosen for facet, chosen in remaining.items() if chosen}
