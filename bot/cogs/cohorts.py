"""`/cohort`: a cohort's life, for moderators; `/join`, `/leave`, and `/profile` for everyone."""

import discord
from discord import app_commands

from bot.app import App
from bot.cogs.base import AppCog, actor_of
from bot.domain.cohorts.audiences import Audience
from bot.domain.cohorts.cohorts import MOST_PEOPLE
from bot.domain.cohorts.enrolments import LARGEST_CAPACITY
from bot.domain.cohorts.people import Shown
from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.states import CohortState, Role
from bot.messages.cohorts import announcements as announcement_words
from bot.messages.cohorts import cohorts as words
from bot.messages.cohorts import edits as edit_words
from bot.messages.cohorts import enrolments as enrolment_words
from bot.messages.cohorts import listing as list_words
from bot.messages.cohorts import people as people_words
from bot.messages.cohorts import people_import as import_words
from bot.messages.cohorts import person_acts as person_words
from bot.messages.cohorts import plans
from bot.messages.cohorts import profiles as profile_words
from bot.messages.cohorts import sign_up as steps
from bot.messages.moderation import acts as act_words
from bot.services.cohorts import (
    announcements,
    cohorts,
    edits,
    enrolments,
    file_words,
    listing,
    people,
    people_import,
    person_acts,
    profiles,
    sign_up,
)
from bot.services.cohorts import person as person_pages
from bot.services.cohorts import status as cohort_status
from bot.services.cohorts.cohorts import TypedPlan
from bot.services.cohorts.edits import TypedEdit
from bot.services.cohorts.person_acts import TypedPerson
from bot.services.matching import solver_process
from bot.services.moderation import acts
from bot.services.moderation.acts import ToConfirm
from bot.views.answering import answer, open_form, think
from bot.views.cohorts import edits as edit_views
from bot.views.cohorts import people as people_views
from bot.views.cohorts import people_import as import_views
from bot.views.cohorts import person as person_views
from bot.views.names import names_of
from bot.views.router import Interaction, say_for

Limit = app_commands.Range[int, 1, MOST_PEOPLE]
LimitOrNone = app_commands.Range[int, 0, MOST_PEOPLE]
WEEKDAYS = [
    app_commands.Choice(name=name, value=number) for number, name in enumerate(plans.WEEKDAYS)
]


KINDS = [
    app_commands.Choice(name="Pairs (one to one)", value="pairs"),
    app_commands.Choice(name="Circles (one mentor, several mentees)", value="circles"),
]


def _words_in(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split(";") if part.strip())


class Cohorts(AppCog):
    """Create, open, close, look at, fill, write out and end a cohort."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        menu = app_commands.ContextMenu(name="View mentorship", callback=self.view_mentorship)
        menu.guild_only = True
        self.menus = (menu,)

    cohort = app_commands.Group(
        name="cohort", description="Manage cohorts (moderators)", guild_only=True
    )

    @cohort.command(name="create")
    @app_commands.describe(
        name="Its name, like Spring",
        starts="First day, like Feb 1",
        ends="Last day, like May 15",
        kind="Pairs, or one mentor with several mentees in one thread",
        check_in_days="Days between check-ins. Default: 14",
        check_in_day="Check-in weekday",
        check_in_time="Check-in hour in each pair’s time zone, like 6 PM",
        most_mentees="Maximum number of mentees",
        most_mentors="Maximum number of mentors",
        matching="Matching priorities, separated by semicolons",
        sign_up_until="Last day of sign-up. It closes automatically",
    )
    @app_commands.rename(
        check_in_days="check-in-days",
        check_in_day="check-in-day",
        check_in_time="check-in-time",
        most_mentees="most-mentees",
        most_mentors="most-mentors",
        sign_up_until="sign-up-until",
    )
    @app_commands.choices(kind=KINDS)
    @app_commands.choices(check_in_day=WEEKDAYS)
    async def create(
        self,
        interaction: Interaction,
        name: str,
        starts: str = "",
        ends: str = "",
        kind: str = "pairs",
        check_in_days: app_commands.Range[int, 1, 90] | None = None,
        check_in_day: int | None = None,
        check_in_time: str = "",
        most_mentees: Limit | None = None,
        most_mentors: Limit | None = None,
        matching: str = "",
        sign_up_until: str = "",
    ) -> None:
        """Create a cohort. No one sees it until you open it."""
        plan = TypedPlan(
            starts=starts,
            ends=ends,
            most_mentees=most_mentees,
            most_mentors=most_mentors,
            circles=kind == "circles",
            match_words=_words_in(matching),
            sign_up_until=sign_up_until,
        )
        made = await cohorts.create(
            self.app,
            actor_of(interaction),
            name,
            plan,
            check_in_days=check_in_days,
            check_in_weekday=check_in_day,
            check_in_time=check_in_time,
        )
        await answer(interaction, words.created(say_for(interaction), made))

    @cohort.command(name="open")
    @app_commands.describe(
        name="Which cohort", until="Last day of sign-up. It closes automatically"
    )
    async def open_cohort(self, interaction: Interaction, name: str, until: str = "") -> None:
        """Open sign-up (also late) and post the panel."""
        opened = await cohorts.open_(self.app, actor_of(interaction), name, until)
        if isinstance(opened, ToConfirm):
            await answer(interaction, act_words.to_confirm(say_for(interaction), opened))
        else:
            await answer(interaction, words.moved(say_for(interaction), opened))

    @cohort.command(name="close")
    @app_commands.describe(name="Which cohort")
    async def close_cohort(self, interaction: Interaction, name: str) -> None:
        """Close sign-up."""
        closed = await cohorts.close(self.app, actor_of(interaction), name)
        if isinstance(closed, ToConfirm):
            await answer(interaction, act_words.to_confirm(say_for(interaction), closed))
            return
        await answer(interaction, words.moved(say_for(interaction), closed))

    @cohort.command(name="end")
    @app_commands.describe(name="Which cohort")
    async def end_cohort(self, interaction: Interaction, name: str) -> None:
        """End a cohort and its pairs. You’ll see who’s affected first."""
        asked = await cohorts.ask_to_end(self.app, actor_of(interaction), name)
        await answer(interaction, act_words.to_confirm(say_for(interaction), asked))

    @cohort.command(name="list")
    @app_commands.describe(show="Current or ended cohorts")
    @app_commands.choices(
        show=[
            app_commands.Choice(name="Current", value="current"),
            app_commands.Choice(name="Ended", value="over"),
        ]
    )
    async def list_cohorts(self, interaction: Interaction, show: str = "current") -> None:
        """List cohorts with their dates and numbers."""
        actor = actor_of(interaction)
        page = await listing.list_page(self.app, actor, over=show == "over")
        await answer(interaction, list_words.cohorts(say_for(interaction), page, actor.guild))

    @cohort.command(name="edit")
    @app_commands.describe(
        name="Which cohort. Leave out the rest to choose what to change",
        new_name="New name",
        kind="Pairs or circles, while there are none yet",
        starts="First day, like Feb 1, or “none”",
        ends="Last day, or “none”",
        sign_up_until="Last day of sign-up, or “none” to close it yourself",
        check_in_days="Days between check-ins",
        check_in_day="Check-in weekday",
        check_in_time="Check-in hour in each pair’s time zone, like 6 PM",
        most_mentees="Maximum number of mentees. 0: no limit",
        most_mentors="Maximum number of mentors. 0: no limit",
        matching="Matching priorities, separated by semicolons",
    )
    @app_commands.rename(
        new_name="new-name",
        sign_up_until="sign-up-until",
        check_in_days="check-in-days",
        check_in_day="check-in-day",
        check_in_time="check-in-time",
        most_mentees="most-mentees",
        most_mentors="most-mentors",
    )
    @app_commands.choices(kind=KINDS)
    @app_commands.choices(check_in_day=WEEKDAYS)
    async def edit_cohort(
        self,
        interaction: Interaction,
        name: str,
        new_name: str | None = None,
        kind: str | None = None,
        starts: str | None = None,
        ends: str | None = None,
        sign_up_until: str | None = None,
        check_in_days: app_commands.Range[int, 1, 90] | None = None,
        check_in_day: int | None = None,
        check_in_time: str | None = None,
        most_mentees: LimitOrNone | None = None,
        most_mentors: LimitOrNone | None = None,
        matching: str | None = None,
    ) -> None:
        """Edit a cohort. You’ll see who’s affected first."""
        actor = actor_of(interaction)
        cohort = await edits.find(self.app, actor, name)
        typed = TypedEdit(
            name=new_name,
            circles=None if kind is None else kind == "circles",
            starts=starts,
            ends=ends,
            sign_up_until=sign_up_until,
            check_in_days=check_in_days,
            check_in_weekday=check_in_day,
            check_in_time=check_in_time,
            most_mentees=most_mentees,
            most_mentors=most_mentors,
            match_words=None if matching is None else _words_in(matching),
        )
        if typed.is_empty:
            await answer(interaction, edit_words.choose(say_for(interaction), cohort))
            return
        edited = await edits.edit(self.app, actor, cohort.id, typed)
        await answer(interaction, edit_views.shown(say_for(interaction), edited))

    @cohort.command(name="delete")
    @app_commands.describe(name="Which cohort (only one that no one signed up for)")
    async def delete_cohort(self, interaction: Interaction, name: str) -> None:
        """Delete a cohort that no one ever joined."""
        asked = await cohorts.ask_to_delete(self.app, actor_of(interaction), name)
        await answer(interaction, act_words.to_confirm(say_for(interaction), asked))

    @cohort.command(name="announce")
    @app_commands.describe(name="Which cohort", to="Who should get it")
    @app_commands.choices(
        to=[
            app_commands.Choice(name=label, value=audience.value)
            for audience, label in announcement_words.AUDIENCES.items()
        ]
    )
    async def announce(self, interaction: Interaction, name: str, to: str = "all") -> None:
        """Message people in a cohort. You’ll see a preview first."""
        cohort = await announcements.find(self.app, actor_of(interaction), name)
        await open_form(
            interaction, announcement_words.form(say_for(interaction), cohort, Audience(to))
        )

    @cohort.command(name="remind")
    @app_commands.describe(name="Which cohort")
    async def remind(self, interaction: Interaction, name: str) -> None:
        """Remind people to finish signing up. You’ll see who first."""
        asked = await announcements.ask_to_remind(self.app, actor_of(interaction), name)
        await answer(interaction, act_words.to_confirm(say_for(interaction), asked))

    @cohort.command(name="log")
    @app_commands.describe(name="Which cohort. Default: the whole server")
    async def log_of_cohort(self, interaction: Interaction, name: str = "") -> None:
        """See what moderators did, and when."""
        page = await acts.log(self.app, actor_of(interaction), name)
        await answer(interaction, act_words.log(say_for(interaction), page))

    @cohort.command(name="status")
    @app_commands.describe(name="Which cohort")
    async def status_cohort(self, interaction: Interaction, name: str) -> None:
        """See sign-ups, demand and supply, and the next step."""
        view = await cohort_status.get_by_name(self.app, actor_of(interaction), name)
        await answer(interaction, words.status(say_for(interaction), view))

    @cohort.command(name="people")
    @app_commands.describe(
        name="Which cohort",
        show="Which people. Default: everyone",
        find="Part of a name, a username, or an ID",
        person="Open someone’s page",
        do="What to do with that person",
    )
    @app_commands.choices(
        show=[
            app_commands.Choice(name=label, value=shown.value)
            for shown, (label, _) in people_words.FILTERS.items()
        ],
        do=[app_commands.Choice(name=label, value=act) for act, label in person_words.ACTS.items()],
    )
    async def people_of_cohort(
        self,
        interaction: Interaction,
        name: str,
        show: str = Shown.ALL,
        find: str = "",
        person: discord.User | None = None,
        do: str = "",
    ) -> None:
        """See everyone’s matches, or open someone’s page."""
        actor = actor_of(interaction)
        if person is not None:
            own = await person_pages.look_in(self.app, actor, UserId(person.id), name)
            await person_views.begin(interaction, self.app, actor, own, do)
            return
        if do:
            raise DomainError("person.missing")
        if find.strip():
            page = await people_views.find(interaction, self.app, actor, name, find)
        else:
            page = await people.list_named(self.app, actor, name, Shown(show))
        await answer(interaction, await people_views.show(interaction, self.app, actor, page))

    @cohort.command(name="add")
    @app_commands.describe(
        name="Which cohort",
        person="Who. I’ll ask them privately to confirm",
        role="Mentor, mentee, or both",
        stage="Their stage, like Sophomore, MS2, PGY-2, or nurse",
        topics="What they want help with or offer, like MCAT, research",
        places="Mentors: how many mentees. Default: 1",
    )
    @app_commands.choices(
        role=[
            app_commands.Choice(name=label, value=role.value)
            for role, label in person_words.ROLES.items()
        ]
    )
    async def add_person(
        self,
        interaction: Interaction,
        name: str,
        person: discord.User,
        role: str,
        stage: str,
        topics: str = "",
        places: app_commands.Range[int, 0, LARGEST_CAPACITY] | None = None,
    ) -> None:
        """Sign someone up. I’ll ask them to confirm."""
        actor = actor_of(interaction)
        if person.bot:
            raise DomainError("person.bot")
        cohort = await person_acts.find_cohort(self.app, actor, name)
        typed = TypedPerson(role, stage, topics, "" if places is None else str(places))
        added = await person_views.add_person(
            interaction, self.app, actor, cohort.id, UserId(person.id), typed
        )
        await answer(interaction, added)

    async def view_mentorship(self, interaction: Interaction, member: discord.User) -> None:
        """Open the page of someone, from a menu on them."""
        page = await person_pages.look(self.app, actor_of(interaction), UserId(member.id))
        await answer(interaction, await person_views.show(interaction, page))

    @cohort.command(name="import")
    @app_commands.describe(
        name="Which cohort",
        file="CSV or .xlsx, one person per line. Default: get a file to fill in",
    )
    async def import_people(
        self, interaction: Interaction, name: str, file: discord.Attachment | None = None
    ) -> None:
        """Import people from a file. You’ll see a preview first."""
        await think(interaction)
        actor = actor_of(interaction)
        size = file.size if file else 0
        cohort = await people_import.begin(self.app, actor, name, size)
        if file is None:
            await answer(
                interaction,
                import_words.template(say_for(interaction), await people_import.template()),
            )
            return
        table = await people_import.read(await file.read())
        number = await file_words.save_file(self.app, actor, cohort.id, table)
        shown = await import_views.show(interaction, self.app, actor, cohort.id, number)
        await answer(interaction, shown)

    @cohort.command(name="export")
    @app_commands.describe(name="Which cohort")
    async def export_people(self, interaction: Interaction, name: str) -> None:
        """Export a cohort’s people to a file."""
        await think(interaction)
        actor = actor_of(interaction)
        users = await people.users_of(self.app, actor, name)
        called = await names_of(interaction, users)
        names = {user: each.shown for user, each in called.items()}
        exported = await people.export(self.app, actor, name, names)
        await answer(interaction, people_words.exported(say_for(interaction), exported))

    @create.autocomplete("matching")
    @edit_cohort.autocomplete("matching")
    async def matching_words(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer what can matter more or less, after what was chosen before a semicolon."""
        before, _, last = typed.rpartition(";")
        wanted, start = last.strip().casefold(), f"{before.strip()}; " if before.strip() else ""
        matching = [start + word for word in solver_process.config().words if wanted in word]
        fitting = [words for words in matching if len(words) <= 100]
        return [app_commands.Choice(name=words, value=words) for words in fitting[:25]]

    @log_of_cohort.autocomplete("name")
    @open_cohort.autocomplete("name")
    async def every_name(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer all of the society's cohorts: one that has ended can be restored."""
        offered = await cohorts.names(self.app, actor_of(interaction), typed, *CohortState)
        return [app_commands.Choice(name=name, value=name) for name in offered]

    @close_cohort.autocomplete("name")
    @edit_cohort.autocomplete("name")
    @delete_cohort.autocomplete("name")
    @announce.autocomplete("name")
    @remind.autocomplete("name")
    @end_cohort.autocomplete("name")
    @status_cohort.autocomplete("name")
    @people_of_cohort.autocomplete("name")
    @add_person.autocomplete("name")
    @import_people.autocomplete("name")
    @export_people.autocomplete("name")
    async def names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the society's cohorts that are not over."""
        live = [state for state in CohortState if state is not CohortState.ENDED]
        offered = await cohorts.names(self.app, actor_of(interaction), typed, *live)
        return [app_commands.Choice(name=name, value=name) for name in offered]


# --- `/join` and `/leave`: the same as the sign-up panel's buttons ----------------------------


class Enrolments(AppCog):
    """Sign up and withdraw."""

    @app_commands.command(name="join")
    @app_commands.guild_only()
    @app_commands.describe(cohort="Which cohort", role="Mentee or mentor")
    @app_commands.choices(
        role=[
            app_commands.Choice(name="I want a mentor", value=Role.MENTEE.value),
            app_commands.Choice(name="I can mentor", value=Role.MENTOR.value),
        ]
    )
    async def join(self, interaction: Interaction, cohort: str, role: str | None = None) -> None:
        """Sign up for a cohort as a mentor or mentee."""
        actor = actor_of(interaction)
        enrolling = await enrolments.find_open(self.app, actor, cohort)
        if role is None:
            await answer(interaction, steps.choose_role(say_for(interaction), enrolling))
            return
        begun = await sign_up.begin(self.app, actor, enrolling.id, Role(role))
        await answer(interaction, steps.step(say_for(interaction), begun))

    @app_commands.command(name="leave")
    @app_commands.guild_only()
    @app_commands.describe(cohort="Which cohort")
    async def leave(self, interaction: Interaction, cohort: str) -> None:
        """Withdraw from a cohort before you’re introduced."""
        actor = actor_of(interaction)
        signed_up = await enrolments.find_by_name(self.app, actor, cohort)
        await answer(
            interaction,
            enrolment_words.withdrawn(
                say_for(interaction), await enrolments.leave(self.app, actor, signed_up.id)
            ),
        )

    @join.autocomplete("cohort")
    async def open_cohorts(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the cohorts that take sign-ups."""
        actor = actor_of(interaction)
        offered = await cohorts.names(self.app, actor, typed, CohortState.ENROLLING)
        return [app_commands.Choice(name=name, value=name) for name in offered]

    @leave.autocomplete("cohort")
    async def own_cohorts(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the cohorts that the person can withdraw from."""
        offered = await enrolments.names(self.app, actor_of(interaction), typed)
        return [app_commands.Choice(name=name, value=name) for name in offered]


# --- `/profile`: one's own profile ------------------------------------------------------------


class Profiles(AppCog):
    """See and edit one's own profile."""

    @app_commands.command(name="profile")
    @app_commands.guild_only()
    async def profile(self, interaction: Interaction) -> None:
        """View or edit your private profile."""
        profile = await profiles.show(self.app, actor_of(interaction))
        await answer(interaction, profile_words.profile(say_for(interaction), profile))
