"""Erased means erased: rows, messages, and every byte of the bot's own files."""

import asyncio
import functools
import json
import random
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, text

from bot.app import App
from bot.catalogue import Catalogue
from bot.configuration import config_dir
from bot.delivery.loop import Delivery
from bot.delivery.notifier import UnknownOutcomeError, UnreadableError
from bot.delivery.privacy import erasures
from bot.domain.errors import DomainError
from bot.domain.ids import InteractionId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PairEnded
from bot.domain.outreach.outreach import TypedOutreach
from bot.domain.privacy.nudges import WordsRemoved
from bot.domain.progress.updates import TypedUpdate
from bot.domain.states import EndReason, NudgeState, PairState
from bot.services.cohorts import profiles as profile_service
from bot.services.nudges import away
from bot.services.outreach import outreach
from bot.services.pairs import archive
from bot.services.pairs import pairs as pairs_service
from bot.services.privacy import erasing, lists
from bot.services.progress import goals, updates, wins
from bot.services.requests import mentor_availability
from bot.services.status import status
from bot.settings import Settings
from bot.storage import backups, drafts, held_texts, tables
from bot.storage.cohorts import profiles
from bot.storage.database import Database
from bot.storage.held_texts import HeldText
from bot.storage.pairs import pairs
from bot.storage.postgres import tables_of_others
from bot.storage.privacy import copies
from bot.storage.privacy import erasures as stored
from bot.storage.privacy.erasure_list import ErasureList
from bot.storage.privacy.erasures import Erasure
from bot.storage.privacy.register import as_stored, people_in
from bot.storage.schema import metadata
from bot.storage.sqlite_file import scrub
from tests.delivery.society import (
    GUILD,
    Counted,
    ManualClock,
    Signal,
    SmallDiscord,
    an_introduced_pair,
    found_society,
    the_settings,
)
from tests.every_society import select
from tests.services.society import somebody

ANA, BEN = UserId(711_111_111_111_111_111), UserId(722_222_222_222_222_222)
# In everything that she types, and in nothing else.
HERS, HIS = "quixotic", "sanguine"


@dataclass(slots=True)
class Scene:
    """Ana and her mentor Ben, in a folder of their own."""

    app: App
    clock: ManualClock
    signal: Signal
    discord: SmallDiscord
    delivery: Delivery
    pair: PairId
    folder: Path

    @property
    def database(self) -> Database:
        return self.app.database

    @property
    def settings(self) -> Settings:
        return self.app.settings

    def files_with(self, *wanted: str) -> list[str]:
        """Return the files of the data folder in which one of these texts stands."""
        return [
            path.name
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and any(text.encode() in path.read_bytes() for text in wanted)
        ]

    async def erase(self, user: UserId = ANA) -> None:
        listed = lists.list_of(self.database, self.settings)
        arguments = (self.settings, listed, GUILD, user, self.clock.now())
        await self.database.write(erasing.erase, *arguments)

    async def finish(self) -> bool:
        return await erasures.finish(self.database, self.settings, self.clock)


@pytest.fixture
async def scene(
    migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """Yield two people who wrote to each other, and whose messages were posted."""
    monkeypatch.setenv("HOME", str(tmp_path))
    database = await Database.connect(migrated_url)
    clock, signal = ManualClock(), Signal()
    cohort = await database.write(found_society)
    pair = await database.write(an_introduced_pair, cohort, mentor=BEN, mentee=ANA)
    settings = the_settings(per_second=50)
    if database.file is None:
        chosen = settings.database.model_copy(update={"url": migrated_url})
        settings = settings.model_copy(update={"database": chosen})
    app = App(database, clock, settings, Catalogue.load(config_dir(), database))
    discord = SmallDiscord(clock, signal)
    delivery = Delivery(database, discord, clock, settings, Counted(signal), rng=random.Random(1))
    made = Scene(app, clock, signal, discord, delivery, pair, tmp_path)
    await they_write(made)
    for _ in range(3):  # a thread gets a few messages at a time
        await delivery.deliver_due()
        clock.move(timedelta(minutes=1))
    yield made
    await app.catalogue.close()
    with suppress(ValueError):  # a test that restores a backup has closed it
        await database.close()


async def they_write(scene: Scene) -> None:
    """Let both type something everywhere."""
    app, pair = scene.app, scene.pair
    for user, word in ((ANA, HERS), (BEN, HIS)):
        await updates.log(app, somebody(user), pair, TypedUpdate(f"{word} moved", word, word))
        await wins.add(app, somebody(user), pair, f"{word} win", share=False)
        await goals.add(app, somebody(user), pair, f"{word} goal", "2026-12-01")
        await away.begin(app, somebody(user), "2026-10-01", "2026-10-05", f"{word} note")
        await outreach.add(app, somebody(user), TypedOutreach(f"Dr. {word}", word, word, "", ""))

        def draft(connection: Connection, user: UserId = user, word: str = word) -> None:
            drafts.save(connection, GUILD, user, "form", {"typed": word}, scene.clock.now())

        await app.database.write(draft)


def everything(connection: Connection) -> str:
    """Return all rows as text."""
    return "\n".join(
        repr(tuple(row))
        for table in metadata.sorted_tables
        for row in connection.execute(select(as_stored(table)))
    )


async def test_no_row_has_her_id_or_her_words_and_his_are_all_there(scene: Scene) -> None:
    assert HERS in await scene.database.read(everything)

    await scene.erase()

    rows = await scene.database.read(everything)
    assert HERS not in rows
    assert str(ANA) not in rows
    for words in ("moved", "win", "goal", "note"):
        assert f"{HIS} {words}" in rows
    people = await scene.database.read(people_in, GUILD)
    assert ANA not in people
    assert BEN in people


async def test_no_file_of_the_data_folder_has_a_byte_of_hers(scene: Scene) -> None:
    if scene.database.file is None:
        pytest.skip("a server's files are its own; see the next test")
    path = scene.database.file.path
    held_texts.save(
        held_texts.folder_of(path), HeldText(GUILD, ANA, InteractionId(5), (f"{HERS} held",))
    )
    held_texts.save(
        held_texts.folder_of(path), HeldText(GUILD, BEN, InteractionId(6), (f"{HIS} held",))
    )
    await scene.database.copy_to(path.with_name(f"{path.name}.before-0014"))
    assert len(scene.files_with(HERS)) >= 3, "the file or its log, the copy, and what is held"

    await scene.erase()
    assert await scene.finish()

    assert scene.files_with(HERS, str(ANA)) == []
    assert len(scene.files_with(HIS)) >= 3


async def test_a_server_writes_its_tables_anew(scene: Scene) -> None:
    await scene.erase()

    assert await scene.finish()

    assert await scene.database.read(stored.unscrubbed) == []
    assert HERS not in await scene.database.read(everything)


async def test_his_mentorship_ends_and_he_is_told_without_her_name(scene: Scene) -> None:
    await scene.erase()
    await scene.delivery.deliver_due()

    pair = await scene.database.read(pairs.get, GUILD, scene.pair)
    assert pair.state is PairState.ENDED
    assert pair.end_reason is EndReason.ERASED
    [goodbye] = [one.facts for one in scene.discord.posted if isinstance(one.facts, PairEnded)]
    assert goodbye.members == (BEN,)
    # What he wrote stays, and he can read it.
    seen = await archive.archive(scene.app, somebody(BEN), scene.pair)
    assert HIS in repr(seen)
    await status.status_of_person(scene.app, somebody(BEN))


async def test_what_was_posted_with_her_words_says_that_it_was_removed(scene: Scene) -> None:
    hers = {one.id for one in scene.discord.posted if HERS in repr(one.facts)}
    his = {one.id for one in scene.discord.posted if HIS in repr(one.facts)}
    assert hers, "an update and a win were posted"

    await scene.erase()
    await scene.delivery.deliver_due()

    removed = {
        message
        for message, facts in scene.discord.edited.items()
        if isinstance(facts, WordsRemoved)
    }
    assert hers <= removed
    assert not removed & his


async def test_erasing_that_was_killed_halfway_goes_on_at_the_start(scene: Scene) -> None:
    await scene.erase()  # and the process dies here

    assert len(await scene.database.read(stored.unscrubbed)) == 1
    await erasures.catch_up(scene.database, scene.settings, scene.clock)

    assert await scene.database.read(stored.unscrubbed) == []
    if scene.database.file is not None:
        assert scene.files_with(HERS, str(ANA)) == []


async def test_the_list_of_erasures_says_nothing_about_her(scene: Scene) -> None:
    await scene.erase()
    await scene.finish()

    listed = lists.list_of(scene.database, scene.settings)
    [line] = [line for line in listed.path.read_text().splitlines() if line]
    assert set(json.loads(line)) == {"guild", "digest", "erased_at"}
    assert str(ANA) not in line
    for path in (listed.path, listed.key_path):
        assert path.stat().st_mode & 0o077 == 0
    # Without the key, which isn't in the database, no one can tell who it was.
    key = listed.key_path.read_text()
    assert key not in await scene.database.read(everything)


async def test_what_an_older_backup_brings_back_is_erased_before_anything_is_sent(
    scene: Scene,
) -> None:
    if scene.database.file is None:
        pytest.skip("a server's own tools bring it back")
    path = scene.database.file.path
    backup = path.with_name("backup.sqlite3")
    backups.back_up(path, backup)
    await scene.erase()
    await scene.finish()
    await scene.database.close()

    backups.restore(backup, path, scene.clock.now())  # as if no one had erased anyone there
    backup.unlink()
    assert HERS.encode() in path.read_bytes()
    restored = await Database.connect(f"sqlite+aiosqlite:///{path}")
    try:
        assert await erasures.catch_up(restored, scene.settings, scene.clock) == 1
        assert HERS not in await restored.read(everything)
        assert scene.files_with(HERS, str(ANA)) == []
        # The next start has nothing more to do, and she may come back as anyone else.
        assert await erasures.catch_up(restored, scene.settings, scene.clock) == 0
    finally:
        await restored.close()


async def test_someone_who_comes_back_is_a_stranger_and_is_not_erased_again(scene: Scene) -> None:
    await scene.erase()
    await scene.finish()

    await outreach.add(scene.app, somebody(ANA), TypedOutreach("Dr. New", "", "", "", ""))
    count = await erasures.catch_up(scene.database, scene.settings, scene.clock)

    assert count == 0
    assert len(await outreach.list_for_person(scene.app, somebody(ANA))) == 1
    assert await pairs_service.list_for_person(scene.app, somebody(ANA)) == []


async def test_erasing_twice_is_erasing_twice(scene: Scene) -> None:
    await scene.erase()
    await outreach.add(scene.app, somebody(ANA), TypedOutreach("Dr. New", "", "", "", ""))
    scene.clock.move(timedelta(minutes=1))
    await scene.erase()
    await scene.finish()

    assert ANA not in await scene.database.read(people_in, GUILD)
    assert len(await scene.database.read(stored.list_all)) == 2


async def test_whoever_is_listed_anew_may_be_erased_again(scene: Scene) -> None:
    """Someone's list then has the person's code from before, and their ID."""
    await scene.database.write(profiles.save_avoided, GUILD, BEN, [ANA])
    await scene.erase()
    await scene.database.write(profiles.save_avoided, GUILD, BEN, [ANA])

    scene.clock.move(timedelta(minutes=1))
    await scene.erase()

    def listed(connection: Connection) -> list[int]:
        return list(connection.execute(select(tables.avoided.c.other_id)).scalars())

    [code] = await scene.database.read(listed)
    assert code < 0


async def test_one_whom_a_backup_brings_back_and_who_cannot_be_erased_does_not_keep_the_others(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = lists.list_of(scene.database, scene.settings)
    at = scene.clock.now().replace(microsecond=0)
    listed.add([Erasure(GUILD, listed.digest(GUILD, user), at) for user in (ANA, BEN)])
    erase = erasing.erase

    def failing(connection: Connection, *given: Any, **more: Any) -> Any:
        done = erase(connection, *given, **more)
        if BEN in given:
            raise ValueError("a row that no one expected")
        return done

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "erase", failing)
        assert await erasures.catch_up(scene.database, scene.settings, scene.clock) == 1
    people = await scene.database.read(people_in, GUILD)
    assert ANA not in people
    assert BEN in people, "nothing of it is done halfway"

    assert await erasures.catch_up(scene.database, scene.settings, scene.clock) == 1
    assert BEN not in await scene.database.read(people_in, GUILD)


async def test_a_rather_not_list_still_protects_when_the_person_comes_back(scene: Scene) -> None:
    def lists(connection: Connection) -> dict[UserId, frozenset[UserId]]:
        return profiles.avoid_lists(connection, GUILD)

    await scene.database.write(profiles.save_avoided, GUILD, BEN, [ANA])
    await scene.erase()
    await scene.finish()
    assert await scene.database.read(lists) == {}
    # He changes his list in the meantime, which he sees without her.
    await scene.database.write(profiles.save_avoided, GUILD, BEN, [UserId(5)])

    await profile_service.choose(scene.app, somebody(ANA), "offers", ["research"])
    await mentor_availability.make_room(scene.app, somebody(ANA), 1)

    assert await scene.database.read(lists) == {BEN: {ANA, UserId(5)}}


async def test_a_message_that_was_being_sent_loses_her_words_once_it_is_there(
    scene: Scene,
) -> None:
    before = len(scene.discord.posted)
    await wins.add(scene.app, somebody(ANA), scene.pair, f"{HERS} poster", share=False)
    scene.discord.hanging = asyncio.Event()
    sending = asyncio.create_task(scene.delivery.deliver_due())
    await scene.signal.until(lambda: scene.discord.calls[-1] == "send")

    await scene.erase()
    scene.discord.hanging.set()
    await sending
    for _ in range(3):
        await scene.delivery.deliver_due()
        scene.clock.move(timedelta(minutes=1))

    [late] = [one for one in scene.discord.posted[before:] if HERS in repr(one.facts)]
    assert isinstance(scene.discord.edited.get(late.id), WordsRemoved)


@pytest.mark.parametrize("exists", [True, False])
async def test_a_message_in_doubt_loses_her_words_once_its_channel_can_be_read(
    scene: Scene, exists: bool
) -> None:
    before = len(scene.discord.posted)
    await wins.add(scene.app, somebody(ANA), scene.pair, f"{HERS} poster", share=False)
    scene.discord.befalls("send", "after" if exists else "before", UnknownOutcomeError())
    scene.discord.befalls("find", "before", UnreadableError(50001), times=2)
    for _ in range(3):
        await scene.delivery.deliver_due()
        scene.clock.move(timedelta(minutes=10))
    posted = [one for one in scene.discord.posted[before:] if HERS in repr(one.facts)]
    assert len(posted) == exists
    assert not {one.id for one in posted} & scene.discord.edited.keys(), "it is in doubt"

    await scene.erase()
    for _ in range(4):
        await scene.delivery.deliver_due()
        scene.clock.move(timedelta(hours=6))

    assert [scene.discord.edited.get(late.id) for late in posted] == [WordsRemoved(GUILD)] * exists
    assert scene.discord.trouble["find"] == [], "it was looked for again"
    removing = select(tables.outbox.c.state).where(tables.outbox.c.kind == NudgeKind.WORDS_REMOVED)
    states = await scene.database.read(lambda c: set(c.execute(removing).scalars()))
    assert NudgeState.DUE not in states, "and no longer than needed"


async def lose_the_key(scene: Scene) -> ErasureList:
    """Erase Ana, and lose the key of the list that she is in."""
    await scene.erase()
    await scene.finish()
    listed = lists.list_of(scene.database, scene.settings)
    listed.key_path.unlink()
    return listed


@pytest.mark.parametrize("keeps_list", [True, False])
async def test_a_lost_key_is_not_replaced_and_no_one_is_erased_without_it(
    scene: Scene, keeps_list: bool
) -> None:
    listed = await lose_the_key(scene)
    if not keeps_list:
        listed.path.unlink()

    with pytest.raises(DomainError, match=r"erasures\.key_missing"):
        await scene.erase(BEN)

    assert not listed.key_path.exists()
    assert HIS in await scene.database.read(everything)


async def test_the_bot_starts_without_the_key_and_forgets_no_erasure(scene: Scene) -> None:
    listed = await lose_the_key(scene)
    other = Erasure(GUILD, "f" * 64, scene.clock.now())
    listed.add([other])

    assert await erasures.catch_up(scene.database, scene.settings, scene.clock) == 0

    assert other not in await scene.database.read(stored.list_all), "it still has to be done"
    assert not listed.key_path.exists()
    # Nor does anyone's sign-up fail.
    await profile_service.choose(scene.app, somebody(ANA), "offers", ["research"])
    await mentor_availability.make_room(scene.app, somebody(ANA), 1)
    assert not listed.key_path.exists()


async def test_a_damaged_key_counts_as_lost(scene: Scene) -> None:
    listed = await lose_the_key(scene)
    listed.key_path.touch()

    with pytest.raises(DomainError, match=r"erasures\.key_missing"):
        await scene.erase(BEN)


async def test_a_machine_with_another_key_does_not_start(scene: Scene) -> None:
    listed = await lose_the_key(scene)
    listed.key_path.write_text("ab" * 32, "ascii")

    with pytest.raises(DomainError, match=r"erasures\.other_key"):
        await erasures.catch_up(scene.database, scene.settings, scene.clock)


async def test_a_database_from_before_the_list_remembers_its_key_from_the_first_start(
    scene: Scene,
) -> None:
    await scene.erase()
    await scene.finish()
    listed = lists.list_of(scene.database, scene.settings)
    forgets = delete(tables.meta).where(tables.meta.c.key == "erasure-key")
    await scene.database.write(lambda connection: connection.execute(forgets))

    await erasures.catch_up(scene.database, scene.settings, scene.clock)

    listed.key_path.write_text("ab" * 32, "ascii")
    with pytest.raises(DomainError, match=r"erasures\.other_key"):
        await erasures.catch_up(scene.database, scene.settings, scene.clock)


async def test_a_key_that_is_lost_for_good_is_made_anew_where_that_is_asked_for(
    scene: Scene,
) -> None:
    listed = await lose_the_key(scene)
    listed.key_path.write_text("new\n", "ascii")

    await erasures.catch_up(scene.database, scene.settings, scene.clock)
    await scene.erase(BEN)

    assert await scene.finish()
    assert listed.has_key
    assert BEN not in await scene.database.read(people_in, GUILD)


async def test_a_damaged_copy_keeps_no_erasure_from_being_complete(scene: Scene) -> None:
    if scene.database.file is None:
        pytest.skip("a server has no copies")
    path = scene.database.file.path
    whole, damaged = (path.with_name(f"{path.name}.before-001{n}") for n in (3, 4))
    await scene.database.copy_to(whole)
    damaged.write_bytes(whole.read_bytes()[:100] + b"rubbish" * 5_000)

    await scene.erase()

    assert await scene.finish()
    assert await scene.database.read(stored.unscrubbed) == []
    assert HERS.encode() not in whole.read_bytes()
    assert copies.damaged_copies(path) == [damaged.name]


async def test_a_table_of_another_role_is_named(scene: Scene) -> None:
    if scene.database.file is not None:
        pytest.skip("a file has no roles")

    def of_others(connection: Connection) -> tuple[list[str], list[str]]:
        own = tables_of_others(connection)
        connection.execute(text("CREATE ROLE a_stranger_to_the_bot"))
        connection.execute(text("SET LOCAL ROLE a_stranger_to_the_bot"))
        theirs = tables_of_others(connection)
        connection.execute(text("RESET ROLE"))
        connection.execute(text("DROP ROLE a_stranger_to_the_bot"))
        return own, theirs

    own, theirs = await scene.database.write(of_others)
    assert own == []
    assert "wins" in theirs


async def test_writing_the_file_anew_gives_way_to_whoever_wants_to_write(scene: Scene) -> None:
    if scene.database.file is None:
        pytest.skip("a server lets tables be written anew one at a time")
    begun, go_on = threading.Event(), threading.Event()

    def slowly(_connection: Connection) -> None:
        begun.set()
        go_on.wait(30)

    writing = asyncio.create_task(scene.database.write(slowly))
    await asyncio.to_thread(begun.wait, 30)
    assert not await scene.database.scrub(), "it doesn't wait for the writer"
    go_on.set()
    await writing

    path = scene.database.file.path
    before = await scene.database.read(everything)
    for is_still_there in (True, False):
        looks = iter([False, False, True])
        gone = functools.partial(next, looks, is_still_there)
        assert not scrub(path, gone), "a writer came while it was at it"
        assert await scene.database.read(everything) == before
    assert await scene.database.scrub()


async def test_the_doctor_says_when_the_files_were_last_written_anew(scene: Scene) -> None:
    await scene.erase()
    await scene.finish()

    at = await scene.database.read(stored.last_scrubbed)

    assert at == scene.clock.now()
