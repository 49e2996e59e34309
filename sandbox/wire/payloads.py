"""The state as JSON, in the formats that Discord documents and discord.py reads."""

from sandbox.state.records import (
    COMMAND,
    COMPONENT,
    MODAL,
    ON_USER,
    Application,
    Attachment,
    Channel,
    ChannelType,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    Overwrite,
    Role,
    User,
)
from sandbox.state.world import World


def user(person: User) -> Json:
    """Return an account as other people may see it."""
    body: Json = {
        "id": str(person.id),
        "username": person.username,
        "global_name": person.display_name,
        "discriminator": "0000" if person.bot else "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }
    if person.bot:
        body["bot"] = True
    return body


def own_user(person: User) -> Json:
    """Return the bot's own account, with what only it may see."""
    return user(person) | {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def member(of: Member) -> Json:
    """Return a member of a guild."""
    return {
        "user": user(of.user),
        "nick": of.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role) for role in of.roles],
        "joined_at": of.joined_at.isoformat(),
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "mute": False,
        "deaf": False,
        "flags": 0,
    }


def role(of: Role) -> Json:
    """Return a role."""
    body: Json = {
        "id": str(of.id),
        "name": of.name,
        "permissions": str(of.permissions),
        "position": of.position,
        "color": of.color,
        "colors": {"primary_color": of.color, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": of.bot_id is not None,
        "mentionable": of.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if of.bot_id is not None:
        body["tags"] = {"bot_id": str(of.bot_id)}
    return body


def overwrite(of: Overwrite) -> Json:
    """Return what a channel changes for a role or member."""
    return {"id": str(of.id), "type": of.type, "allow": str(of.allow), "deny": str(of.deny)}


def channel(of: Channel, viewer_id: int | None = None) -> Json:
    """Return a channel of any kind; `viewer_id` adds that person's membership of a thread."""
    if of.type is ChannelType.DM:
        recipients = [user(person) for person in of.recipients.values() if not person.bot]
        last = str(of.last_message_id) if of.last_message_id else None
        return {
            "id": str(of.id),
            "type": 1,
            "flags": 0,
            "last_message_id": last,
            "recipients": recipients,
        }
    body: Json = {
        "id": str(of.id),
        "type": int(of.type),
        "guild_id": str(of.guild_id),
        "name": of.name,
        "parent_id": str(of.parent_id) if of.parent_id else None,
        "last_message_id": str(of.last_message_id) if of.last_message_id else None,
        "rate_limit_per_user": of.rate_limit_per_user,
        "flags": 0,
    }
    if of.is_thread:
        return body | _thread_part(of, viewer_id)
    return body | {
        "position": of.position,
        "topic": of.topic,
        "nsfw": False,
        "permission_overwrites": [overwrite(each) for each in of.overwrites.values()],
    }


def _thread_part(of: Channel, viewer_id: int | None) -> Json:
    changed = of.archived_at or of.created_at
    metadata: Json = {
        "archived": of.archived,
        "archive_timestamp": changed.isoformat() if changed else None,
        "auto_archive_duration": of.auto_archive_minutes,
        "locked": of.locked,
    }
    if of.created_at:
        metadata["create_timestamp"] = of.created_at.isoformat()
    if of.is_private_thread:
        metadata["invitable"] = of.invitable
    body: Json = {
        "owner_id": str(of.owner_id),
        "thread_metadata": metadata,
        "message_count": of.message_count,
        "total_message_sent": of.message_count,
        "member_count": min(len(of.thread_members), 50),
    }
    if viewer_id is not None and viewer_id in of.thread_members:
        body["member"] = thread_member(of, viewer_id)
    return body


def thread_member(thread: Channel, user_id: int) -> Json:
    """Return a user's membership of a thread."""
    return {
        "id": str(thread.id),
        "user_id": str(user_id),
        "join_timestamp": thread.thread_members[user_id].isoformat(),
        "flags": 0,
    }


def attachment(of: Attachment) -> Json:
    """Return an uploaded file."""
    body: Json = {
        "id": str(of.id),
        "filename": of.filename,
        "size": len(of.data),
        "url": of.url,
        "proxy_url": of.url,
    }
    if of.content_type:
        body["content_type"] = of.content_type
    if of.description:
        body["description"] = of.description
    if of.ephemeral:
        body["ephemeral"] = True
    return body


def message(of: Message, world: World, *, with_nonce: bool = False) -> Json:
    """Return a message; the nonce is only echoed to its sender."""
    body: Json = {
        "id": str(of.id),
        "channel_id": str(of.channel_id),
        "type": of.type,
        "author": user(of.author),
        "content": of.content,
        "embeds": of.embeds,
        "components": of.components,
        "attachments": [attachment(each) for each in of.attachments],
        "flags": of.flags,
        "timestamp": of.created_at.isoformat(),
        "edited_timestamp": of.edited_at.isoformat() if of.edited_at else None,
        "mentions": [user(person) for person in of.mentions],
        "mention_roles": [str(each) for each in of.mention_roles],
        "mention_everyone": of.mention_everyone,
        "pinned": of.pinned,
        "tts": False,
    }
    if of.nonce is not None and with_nonce:
        body["nonce"] = of.nonce
    if of.reference:
        body["message_reference"] = of.reference
        target = world.channels[of.channel_id].messages.get(int(of.reference["message_id"]))
        body["referenced_message"] = _plain(target, world) if target else None
    if of.interaction is not None:
        body["application_id"] = body["webhook_id"] = str(world.application.id)
        body["interaction_metadata"] = interaction_metadata(of.interaction, world)
    if of.thread_id:
        body["thread"] = channel(world.channels[of.thread_id])
    return body


def _plain(of: Message, world: World) -> Json:
    body = message(of, world)
    body.pop("referenced_message", None)
    return body


def interaction_metadata(of: Interaction, world: World) -> Json:
    """Return how a message says which interaction it comes from."""
    body: Json = {
        "id": str(of.id),
        "type": of.type,
        "user": user(of.user),
        "authorizing_integration_owners": integration_owners(of),
    }
    if of.type == COMPONENT and of.source is not None:
        body["interacted_message_id"] = str(of.source.id)
    if of.type == MODAL and of.opened_by is not None:
        body["triggering_interaction_metadata"] = interaction_metadata(of.opened_by, world)
    elif of.type == MODAL:
        body["triggering_interaction_metadata"] = {
            "id": str(of.id),
            "type": COMMAND,
            "authorizing_integration_owners": integration_owners(of),
        }
    target = of.data.get("target_id")
    if target and of.data.get("type") == ON_USER:
        body["target_user"] = user(world.users[int(target)])
    elif target:
        body["target_message_id"] = target
    return body


def integration_owners(of: Interaction) -> Json:
    """Return who installed the application where an interaction happened."""
    return {"0": str(of.guild.id) if of.guild else "0"}


def guild(of: Guild) -> Json:
    """Return a guild as GET /guilds/{id} does."""
    return {
        "id": str(of.id),
        "name": of.name,
        "owner_id": str(of.owner_id),
        "roles": [role(each) for each in of.roles.values()],
        "preferred_locale": of.locale,
        "features": ["COMMUNITY"] if _has_announcements(of) else [],
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "system_channel_flags": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "region": "deprecated",
        "widget_enabled": False,
        "emojis": [],
        "stickers": [],
    } | dict.fromkeys(_NOTHING)


_NOTHING = (
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "widget_channel_id",
    "vanity_url_code",
    "rules_channel_id",
    "safety_alerts_channel_id",
    "public_updates_channel_id",
    "incidents_data",
)


def _has_announcements(of: Guild) -> bool:
    return any(each.type is ChannelType.ANNOUNCEMENT for each in of.channels.values())


def application(of: Application, guild_count: int) -> Json:
    """Return the bot's application as its owner's bot may see it."""
    flags = 1 << 18 if of.content_intent else 0
    flags |= 1 << 14 if of.members_intent else 0
    return {
        "id": str(of.id),
        "name": of.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(of.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(of.owner),
        "approximate_guild_count": guild_count,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
    }
