"""The schema that the first version began with. It stays as it is: later changes come after it.

It can't be made from today's tables, which go on changing, and so it is written out. A table is
its columns, then its primary key (`guild_id, id` where none is named), its foreign keys,
constraints and indexes. A column without a type holds whole numbers, one with `?` may be null, and
what follows `=` is its default. `of pairs by pair_id` ties `guild_id, pair_id` to the key of
`pairs`.
"""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = """
advice_shown
  guild_id, user_id, item text, at
  primary key guild_id, user_id, item
avoided
  guild_id, user_id, other_id
  primary key guild_id, user_id, other_id
aways
  guild_id, id, user_id, first_day text, last_day text, time_zone text, begins_at, ends_at,
  note text, cancelled_at?, set_at
  index user: guild_id, user_id, ends_at
cases
  guild_id, id, kind text, subject text, facts text, state text, evidence text = '', owner_id?,
  extended_until?, opened_at, resolved_at?
  unique index open: guild_id, kind, subject where state = 'open'
catalogue_drafts
  guild_id, id, made_by, entries text, made_at
catalogue_entries
  guild_id, program_id text, entry text?, hidden, changed_by, changed_at
  primary key guild_id, program_id
cohorts
  guild_id, id, name text, name_key text, state text, check_in_days, check_in_weekday,
  check_in_time text, starts_on text?, ends_on text?, most_mentees?, most_mentors?, circles = 0,
  match_words text = [], created_by, created_at, panel_channel_id?, panel_message_id?
  unique guild_id, name_key
corrections
  guild_id, id, program_id text, name text, user_id, what text, detail text, source text,
  state text, sent_at, decided_by?, decided_at?
  index state: guild_id, state, id
  index user: guild_id, user_id
counters
  guild_id, noun text, last
  primary key guild_id, noun
drafts
  guild_id, user_id, what text, content text, updated_at
  primary key guild_id, user_id, what
  index updated: updated_at
interactions
  id, guild_id, at
  primary key id
  index at: at
meta
  key text, value text
  primary key key
nudge_settings
  guild_id, user_id, quiet_from text?, quiet_until text?, weekly_limit?, dms = 0,
  snoozed_until?, muted text = [], advice = 1
  primary key guild_id, user_id
openings
  guild_id, user_id, answer_within_hours, room, changed_at
  primary key guild_id, user_id
outbox
  id serial, guild_id, kind text, subject_type text, subject_id, subject_version = 0,
  recipient_id?, occurrence_key text, ref text, priority, due_at, expires_at?, state text,
  lease_owner text?, lease_until?, fence = 0, attempts = 0, first_attempt_at?, next_attempt_at,
  generation = 0, nonce text?, channel_id?, message_id?, last_error text?, reason text?,
  merged_into?, created_at, settled_at?
  primary key id
  unique occurrence_key
  index due: next_attempt_at, priority where state = 'due'
  index leased: lease_until where state = 'leased'
  index merged: merged_into where state = 'merged'
  index recipient: guild_id, recipient_id, state, settled_at
  index ref: ref
  index subject: guild_id, subject_type, subject_id
outreach
  guild_id, id, user_id, who text, place text, known_from text, kind text?, email text,
  link text, phone text, allowed text, allowed_on text?, program_id text?, draft text,
  state text, follow_ups, due_at?, version, added_at, changed_at
  index user: guild_id, user_id, state
presence
  guild_id, user_id, asked_at, left_at?
  primary key guild_id, user_id
profiles
  guild_id, user_id, time_zone text?, stage text?, fields text, topics text, offers text,
  goals text, wishes text, communities text, share_communities, updated_at
  primary key guild_id, user_id
request_threads
  guild_id, user_id, code text, thread_id?
  primary key guild_id, user_id
requests
  guild_id, id, asker_id, asked_id, words text, state text, step text, owner_id?, mentor_id?,
  due_at, version, rounds, talk text?, asked_at, window_hours, pair_id?
  index asker: guild_id, asker_id, state
  index due: state, due_at
saved_programs
  guild_id, id, user_id, program_id text, name text, remind_on text?, remind_at?, version,
  reminded_at?, saved_at
  unique guild_id, user_id, program_id
searches
  guild_id, id, user_id, question text, wished text, chosen text, dropped text,
  like_program text?, asked_at
  index asked: asked_at
  index user: guild_id, user_id
societies
  guild_id, mentoring_channel_id?, moderator_role_id?, moderator_channel_id?, wins_channel_id?,
  time_zone text, set_up_at?
  primary key guild_id
case_steps
  guild_id, id, case_id, action text, actor_id?, note text = '', taken_at
  of cases by case_id
  index case: guild_id, case_id
enrolments
  guild_id, id, cohort_id, user_id, role text, state text, stage text, fields text, topics text,
  capacity, time_zone text, goals text, wishes text, adult_at, applied_at
  check capacity: capacity >= 0
  of cohorts by cohort_id
  unique guild_id, cohort_id, user_id, role
  index user: guild_id, user_id
match_runs
  guild_id, id, cohort_id, state text, asked text, result text, created_by, created_at
  of cohorts by cohort_id
pairs
  guild_id, id, cohort_id?, match_run_id?, code text, state text, reasons text, thread_id?,
  check_in_days, check_in_weekday, check_in_time text, time_zone text, created_at,
  introduced_at?, paused_until?, rested_until?, ended_at?, end_reason text?
  of cohorts by cohort_id
  unique guild_id, code
  index state: state, guild_id
request_news
  guild_id, request_id, number, kind text, to_id, about_id?, words text, told_at
  primary key guild_id, request_id, number
  of requests by request_id
request_offers
  guild_id, request_id, mentor_id, state text, named, offered_at
  primary key guild_id, request_id, mentor_id
  of requests by request_id
  index mentor: guild_id, mentor_id, state
agenda_items
  guild_id, id, pair_id, meeting_id?, author_id, text text, added_at
  of pairs by pair_id
  index pair: guild_id, pair_id, meeting_id
agreement_answers
  guild_id, pair_id, version, user_id, said text, completed_at?, agreed_at?
  primary key guild_id, pair_id, version, user_id
  of pairs by pair_id
agreements
  guild_id, pair_id, version, opened_at, revealed_at?, agreed_at?
  primary key guild_id, pair_id, version
  of pairs by pair_id
check_ins
  guild_id, id, pair_id, owner_id, local_date text, due_at, state text, asked_at?, answer text?,
  answered_at?
  of pairs by pair_id
  unique guild_id, pair_id, local_date
  index owner: guild_id, owner_id, state
commitments
  guild_id, id, pair_id, owner_id, words text, obstacle text, plan_b text, shown, due_date text,
  due_time text, time_zone text, due_at, state text, moved_from?, made_at, asked_at?, heard_at?,
  settled_at?
  of pairs by pair_id
  index owner: guild_id, owner_id, state
  index pair: guild_id, pair_id, state
  index state: state, due_at
contacts
  guild_id, id, pair_id, asker_id, owner_id, channel text, state text, value text?, asked_at,
  shared_at?, settled_at?
  of pairs by pair_id
  index asker: guild_id, asker_id
  index owner: guild_id, owner_id
  index pair: guild_id, pair_id, state
goals
  guild_id, id, pair_id, owner_id, words text, due_on text, percent = 0, state text, set_at,
  settled_at?
  check percent: percent BETWEEN 0 AND 100
  of pairs by pair_id
  index pair: guild_id, pair_id, state
match_run_views
  guild_id, cohort_id, user_id, run_id
  primary key guild_id, cohort_id, user_id
  of match_runs by run_id
meeting_places
  guild_id, pair_id, place text, changed_by, changed_at
  primary key guild_id, pair_id
  of pairs by pair_id
meeting_series
  guild_id, id, pair_id, first_date text, every_days, at text, time_zone text, began_at,
  ended_at?
  of pairs by pair_id
  index pair: guild_id, pair_id
pair_feedback
  guild_id, pair_id, user_id, worth text, given_at
  primary key guild_id, pair_id, user_id
  of pairs by pair_id
pair_members
  guild_id, pair_id, user_id, role text
  primary key guild_id, pair_id, user_id
  of pairs by pair_id
  index user: guild_id, user_id
pulses
  guild_id, id, pair_id, user_id, week, state text, due_at, asked_at?, answer text?,
  answered_at?
  of pairs by pair_id
  unique guild_id, pair_id, user_id, week
  index user: guild_id, user_id, state
updates
  guild_id, id, pair_id, author_id, moved text, in_the_way text, next_step text, logged_at
  of pairs by pair_id
  index pair: guild_id, pair_id, logged_at
waits
  guild_id, enrolment_id, priority = 0, reason text?, next_round_at?
  primary key guild_id, enrolment_id
  of enrolments by enrolment_id
wins
  guild_id, id, pair_id, author_id, words text, shared, told_at
  of pairs by pair_id
  index pair: guild_id, pair_id, told_at
goal_steps
  guild_id, id, goal_id, percent, note text, noted_at
  of goals by goal_id
  index goal: guild_id, goal_id
meetings
  guild_id, id, pair_id, state text, asked_by?, asked_at?, round, local_date text?, at text?,
  time_zone text?, starts_at?, sequence, series_id?, series_date text?, confirmed_at?,
  changed_by?, settled_at?, created_at
  of pairs by pair_id
  of meeting_series by series_id
  unique guild_id, series_id, series_date
  index pair: guild_id, pair_id, state
  index starts: state, starts_at
meeting_answers
  guild_id, meeting_id, user_id, answer text, answered_at
  primary key guild_id, meeting_id, user_id
  of meetings by meeting_id
meeting_times
  guild_id, id, meeting_id, round, local_date text, at text, time_zone text, starts_at,
  every_days?
  of meetings by meeting_id
  index meeting: guild_id, meeting_id, round
"""

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMN = re.compile(
    r"(?P<name>\w+)(?: (?P<type>text|serial))?(?P<absent>\?)?(?: = (?P<default>\S+))?"
)
INDEX = re.compile(
    r"(?P<unique>unique )?index (?P<name>\w+): (?P<columns>.*?)(?: where (?P<where>.*))?"
)


def upgrade() -> None:
    """Create every table with its indexes."""
    for block in re.split(r"\n(?=\w)", SCHEMA.strip().replace(",\n ", ",")):
        name, columns, *lines = (line.strip() for line in block.splitlines())
        indexes = [index for line in lines if (index := INDEX.fullmatch(line))]
        constraints = [line for line in lines if not INDEX.fullmatch(line)]
        if not any(line.startswith("primary key ") for line in constraints):
            constraints.append("primary key guild_id, id")
        op.create_table(
            name,
            *_columns(columns),
            *(_constraint(name, line) for line in constraints),
            sqlite_strict=True,
        )
        for index in indexes:
            where = sa.text(index["where"]) if index["where"] else None
            op.create_index(
                f"ix_{name}_{index['name']}",
                name,
                index["columns"].split(", "),
                unique=bool(index["unique"]),
                sqlite_where=where,
                postgresql_where=where,
            )


def _columns(line: str) -> Iterator[sa.Column[Any]]:
    for part in re.split(r",\s+", line):
        column = COLUMN.fullmatch(part)
        assert column, part
        yield sa.Column(
            column["name"],
            sa.Text() if column["type"] == "text" else WHOLE,
            autoincrement=column["type"] == "serial",
            nullable=bool(column["absent"]),
            server_default=column["default"] and column["default"].replace("''", ""),
        )


def _constraint(table: str, line: str) -> sa.Constraint:
    word, rest = line.split(" ", 1)
    if word == "primary":
        return sa.PrimaryKeyConstraint(
            *rest.removeprefix("key ").split(", "), name=op.f(f"pk_{table}")
        )
    if word == "unique":
        columns = rest.split(", ")
        return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))
    if word == "check":
        name, condition = rest.split(": ")
        return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
    other, column = rest.split(" by ")
    return sa.ForeignKeyConstraint(
        ["guild_id", column],
        [f"{other}.guild_id", f"{other}.id"],
        name=op.f(f"fk_{table}_guild_id_{other}"),
        ondelete="CASCADE",
    )
