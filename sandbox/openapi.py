"""Discord's own description of its API, as a second opinion on every request and answer.

Needs `jsonschema-rs`, a development dependency; without a description nothing here is used. Three
readings are relaxed, because Discord itself reads requests so: snowflakes may be integers, numbers
may be written as text, and `oneOf` means `anyOf` (its unions are not disjoint).
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.errors import refusal
from sandbox.routing import Reply

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

Json = dict[str, Any]
SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
NUMBER_TEXT = "^-?[0-9]+(\\.[0-9]+)?$"


class OpenApi:
    """Validate bodies by method and path pattern; collect what does not conform."""

    def __init__(self, description: Json, *, check_answers: bool) -> None:
        self._paths: Json = description["paths"]
        schemas = description["components"]["schemas"]
        self._strict = {"schemas": _relaxed(schemas, for_requests=False)}
        self._loose = {"schemas": _relaxed(schemas, for_requests=True)}
        self._validators: dict[tuple[str, ...], Draft202012Validator | None] = {}
        self._check_answers = check_answers
        self.bad_answers: list[str] = []
        self.bad_requests: list[str] = []
        self.checked_requests = 0
        self.checked_answers = 0

    @classmethod
    def load(cls, path: Path, *, check_answers: bool = False) -> "OpenApi":
        """Read a description from a file."""
        return cls(json.loads(path.read_text(encoding="utf-8")), check_answers=check_answers)

    def check_request(self, method: str, pattern: str, body: Any) -> None:
        """Refuse a request whose body the description does not allow."""
        if body is None:
            return
        validator = self._for_request(method, pattern)
        if validator is None:
            return
        self.checked_requests += 1
        error = next(iter(validator.iter_errors(body)), None)
        if error is not None:
            where = "/".join(str(step) for step in error.instance_path)
            self.bad_requests.append(f"{method} {pattern} at {where}: {error.message[:500]}")
            finding = {"code": "DESCRIPTION_VIOLATED", "message": f"{where}: {error.message}"}
            raise refusal(50035, {"_errors": [finding]})

    def check_answer(self, method: str, pattern: str, reply: Reply) -> None:
        """Note an answer of the stand-in that the description does not allow."""
        if not self._check_answers:
            return
        validator = self._for_answer(method, pattern, reply)
        if validator is None:
            return
        self.checked_answers += 1
        for error in validator.iter_errors(reply.body):
            where = "/".join(str(step) for step in error.instance_path)
            self.bad_answers.append(f"{method} {pattern} at {where}: {error.message[:500]}")

    def _for_request(self, method: str, pattern: str) -> "Draft202012Validator | None":
        key = ("request", method, pattern)
        if key not in self._validators:
            operation = self._operation(method, pattern)
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            relaxed = _relaxed(schema, for_requests=True)
            self._validators[key] = _built(relaxed, self._loose) if schema else None
        return self._validators[key]

    def _for_answer(self, method: str, pattern: str, reply: Reply) -> "Draft202012Validator | None":
        key = ("answer", method, pattern, str(reply.status))
        if key not in self._validators:
            responses = self._operation(method, pattern).get("responses", {})
            if str(reply.status) not in responses:
                self.bad_answers.append(f"{method} {pattern}: {reply.status} is not described")
                self._validators[key] = None
                return None
            content = responses[str(reply.status)].get("content", {})
            schema = content.get("application/json", {}).get("schema")
            relaxed = _relaxed(schema, for_requests=False)
            self._validators[key] = _built(relaxed, self._strict) if schema else None
        return self._validators[key]

    def _operation(self, method: str, pattern: str) -> Json:
        found: Json = self._paths.get(pattern, {}).get(method.lower(), {})
        return found


def _built(schema: Json, components: Json) -> "Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator({**schema, "components": components})


def _relaxed(node: Any, *, for_requests: bool) -> Any:
    """Return a schema as this module reads it; see the module's docstring."""
    if isinstance(node, list):
        return [_relaxed(each, for_requests=for_requests) for each in node]
    if not isinstance(node, dict):
        return node
    if for_requests and node.get("format") == "snowflake":
        return dict(SNOWFLAKE)
    fresh = {key: _relaxed(each, for_requests=for_requests) for key, each in node.items()}
    if "oneOf" in fresh:
        fresh["anyOf"] = fresh.pop("oneOf")
    if for_requests and fresh.get("type") in ("integer", ["integer", "null"], "number"):
        return {"anyOf": [fresh, {"type": "string", "pattern": NUMBER_TEXT}]}
    return fresh
