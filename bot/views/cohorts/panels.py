"""Keep the sign-up panel true to its cohort."""

import discord
import structlog

from bot.messages.cohorts.cohorts import panel_closed
from bot.storage.cohorts.cohorts import Cohort
from bot.views.render import to_embed
from bot.views.router import Interaction

log = structlog.get_logger(__name__)


async def close_panel(interaction: Interaction, cohort: Cohort) -> None:
    """Say on the panel that sign-up is over.

    Its buttons stay: delivery knows the message by them, and each answers calmly. A panel that was
    deleted, or can't be edited, is no reason to refuse what the moderator did.
    """
    if cohort.panel_channel is None or cohort.panel_message is None:
        return
    channel = interaction.client.get_partial_messageable(cohort.panel_channel)
    message = channel.get_partial_message(cohort.panel_message)
    try:
        await message.edit(embed=to_embed(panel_closed(cohort)))
    except discord.HTTPException as error:
        log.info("panel.not_edited", cohort=cohort.id, code=error.code)
