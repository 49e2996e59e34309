"""Discord's own description of its API, as a second opinion on every request and answer.

Needs `jsonschema-rs`, a development dependency; without a description nothing here is used. Four
readings are relaxed. As Discord itself reads requests, snowflakes may be integers and numbers may
be written as text. `oneOf` means `anyOf`, because the unions are not disjoint. And the codes
inside `errors` are words ("BASE_TYPE_MAX_LENGTH"), as Discord's reference shows them.
"""

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sandbox.rules.problems import invalid
from sandbox.state.records import Json

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"}
WORDED_ERROR = {
    "type": "object",
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
    "required": ["code", "message"],
}
NUMBER_TEXT = "^-?[0-9]+(\\.[0-9]+)?$"


class Schemas:
    """A description, read once: its paths, its schemas in both readings, its validators."""

    def __init__(self, description: Json) -> None:
        schemas = description["components"]["schemas"]
        self.paths: Json = description["paths"]
        self.strict = {"schemas": _relaxed(schemas, for_requests=False)}
        self.strict["schemas"]["InnerErrors"]["properties"]["_errors"]["items"] = WORDED_ERROR
        self.loose = {"schemas": _relaxed(schemas, for_requests=True)}
        self.validators: dict[tuple[str, ...], Draft202012Validator | None] = {}


@functools.cache
def _read(path: Path) -> Schemas:
    return Schemas(json.loads(path.read_text(encoding="utf-8")))


class OpenApi:
    """Validate bodies by method and path pattern; collect what does not conform."""

    def __init__(self, schemas: Schemas, *, check_answers: bool) -> None:
        self._schemas = schemas
        self._check_answers = check_answers
        self.bad_answers: list[str] = []
        self.bad_requests: list[str] = []
        self.checked_requests = 0
        self.checked_answers = 0

    @classmethod
    def load(cls, path: Path, *, check_answers: bool = False) -> "OpenApi":
        """Read a description from a file, once for all stand-ins of a process."""
        return cls(_read(path), check_answers=check_answers)

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
            raise invalid((), "DESCRIPTION_VIOLATED", f"{where}: {error.message}")

    def check_answer(self, method: str, pattern: str, status: int, body: Any) -> None:
        """Record an answer of the stand-in that the description does not allow."""
        if not self._check_answers:
            return
        validator = self._for_answer(method, pattern, status)
        if validator is None:
            return
        self.checked_answers += 1
        for error in validator.iter_errors(body):
            where = "/".join(str(step) for step in error.instance_path)
            self.bad_answers.append(f"{method} {pattern} at {where}: {error.message[:500]}")

    def check_error(self, method: str, pattern: str, body: Any) -> None:
        """Record a refusal that does not have Discord's format."""
        if not self._check_answers:
            return
        key = ("error",)
        if key not in self._schemas.validators:
            schema = {"$ref": "#/components/schemas/ErrorResponse"}
            self._schemas.validators[key] = _built(schema, self._schemas.strict)
        validator = self._schemas.validators[key]
        self.checked_answers += 1
        if validator is not None and not validator.is_valid(body):
            self.bad_answers.append(f"{method} {pattern}: not an error as described: {body}")

    def _for_request(self, method: str, pattern: str) -> "Draft202012Validator | None":
        key: tuple[str, ...] = ("request", method, pattern)
        if key not in self._schemas.validators:
            operation = self._operation(method, pattern)
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            relaxed = _relaxed(schema, for_requests=True)
            self._schemas.validators[key] = _built(relaxed, self._schemas.loose) if schema else None
        return self._schemas.validators[key]

    def _for_answer(self, method: str, pattern: str, status: int) -> "Draft202012Validator | None":
        key = ("answer", method, pattern, str(status))
        if key not in self._schemas.validators:
            responses = self._operation(method, pattern).get("responses", {})
            if str(status) not in responses:
                self.bad_answers.append(f"{method} {pattern}: {status} is not described")
                self._schemas.validators[key] = None
                return None
            content = responses[str(status)].get("content", {})
            schema = content.get("application/json", {}).get("schema")
            relaxed = _relaxed(schema, for_requests=False)
            self._schemas.validators[key] = (
                _built(relaxed, self._schemas.strict) if schema else None
            )
        return self._schemas.validators[key]

    def _operation(self, method: str, pattern: str) -> Json:
        operation: Json = self._schemas.paths.get(pattern, {}).get(method.lower(), {})
        return operation


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
