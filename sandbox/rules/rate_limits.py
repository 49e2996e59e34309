"""Rate limits: a bucket per route and major parameter, a global one, and a count of the refused."""

import hashlib
import time
from dataclasses import dataclass, field

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
EXEMPT = ("/interactions/", "/webhooks/", "/gateway")
INVALID = frozenset({401, 403, 429})
MESSAGES = "POST /channels/{channel_id}/messages"


@dataclass(slots=True)
class _Bucket:
    remaining: int
    resets_at: float


@dataclass(frozen=True, slots=True)
class RateLimited:
    """A request that came too early, in Discord's own words."""

    retry_after: float
    is_global: bool


@dataclass(slots=True)
class RateLimits:
    """Count requests by bucket. The default is generous; `like_discord` is not.

    `limits` maps "METHOD /pattern" to (requests, seconds); `default` holds for all others.
    """

    limits: dict[str, tuple[int, float]] = field(default_factory=dict)
    default: tuple[int, float] = (10_000, 1.0)
    per_second: int | None = None
    given: int = 0
    invalid: int = 0
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict)
    _second: tuple[int, int] = (0, 0)

    @classmethod
    def like_discord(cls) -> "RateLimits":
        """Return the limits that bots meet: 5 messages in 5 s per channel, 50 requests a second."""
        return cls(
            limits={
                MESSAGES: (5, 5.0),
                "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
                "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
                "POST /channels/{channel_id}/threads": (50, 300.0),
                "PUT /channels/{channel_id}/thread-members/{user_id}": (5, 5.0),
            },
            default=(50, 1.0),
            per_second=50,
        )

    def take(
        self, method: str, pattern: str, params: dict[str, str]
    ) -> tuple[dict[str, str], RateLimited | None]:
        """Count one request; return its headers and, when it came too early, the refusal."""
        now = time.monotonic()
        if self._over_global(now, pattern):
            self.given += 1
            return {"X-RateLimit-Global": "true"}, RateLimited(int(now) + 1 - now, is_global=True)
        key = f"{method} {pattern}"
        allowed, seconds = self.limits.get(key, self.default)
        major = "/".join(params[each] for each in MAJOR if each in params)
        bucket = self._buckets.get((key, major))
        if bucket is None or bucket.resets_at <= now:
            bucket = self._buckets[key, major] = _Bucket(allowed, now + seconds)
        wait = bucket.resets_at - now
        refused = None
        if bucket.remaining == 0:
            self.given += 1
            refused = RateLimited(wait, is_global=False)
        else:
            bucket.remaining -= 1
        return self._headers(key, allowed, bucket, wait), refused

    def _over_global(self, now: float, pattern: str) -> bool:
        if self.per_second is None or pattern.startswith(EXEMPT):
            return False
        second, count = self._second
        count = count + 1 if second == int(now) else 1
        self._second = (int(now), count)
        return count > self.per_second

    def _headers(self, key: str, allowed: int, bucket: _Bucket, wait: float) -> dict[str, str]:
        if key not in self._hashes:
            self._hashes[key] = hashlib.sha256(key.encode()).hexdigest()[:32]
        return {
            "X-RateLimit-Limit": str(allowed),
            "X-RateLimit-Remaining": str(bucket.remaining),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": self._hashes[key],
        }

    def note(self, status: int) -> None:
        """Count what Discord calls an invalid request; 10,000 in ten minutes are a ban."""
        if status in INVALID:
            self.invalid += 1
