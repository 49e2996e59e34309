"""What a pair did, counted the same on either database."""

from bot.domain.progress.commitments import TypedCommitment
from bot.domain.progress.pair_stats import PairStats
from bot.services.progress import commitments
from bot.storage.progress import progress
from tests.delivery.society import GUILD, MENTEE, NOON, an_introduced_pair, an_update
from tests.services.rounds import Round


async def test_what_only_its_owner_sees_is_not_counted_where_the_other_reads(
    round_: Round,
) -> None:
    database, mentee = round_.app.database, round_.person
    pair = await database.write(an_introduced_pair, round_.cohort)
    await database.write(an_update, pair)
    for words, shown in (("Draft it", True), ("Sleep more", False), ("Read on", True)):
        typed = TypedCommitment(words, "in 3 days", shown=shown)
        made = await commitments.add(round_.app, mentee(MENTEE), pair, typed)
        if words != "Read on":
            await commitments.mark_done(round_.app, mentee(MENTEE), made.commitment.id)

    counted = await database.read(progress.pair_stats, GUILD, pair)
    drawn = await database.read(progress.progress_of_pair, GUILD, pair, NOON, round_.clock.now())

    assert counted == PairStats(commitments=1, updates=1)
    assert (len(drawn.commitments), len(drawn.updates), drawn.moved) == (1, 1, 0)
