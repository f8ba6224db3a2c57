"""What a method takes, read from the installed `aiogram.methods`."""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from types import UnionType
from typing import Any, TypeGuard, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.types import InputFile
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from sandbox.core.errors import ApiError, bad_request


@dataclass(frozen=True)
class Upload:
    """A file as it comes with a request: bytes, a name, a type where the sender told one."""

    data: bytes
    name: str | None = None
    mime_type: str | None = None


Uploads = dict[str, Upload]


class Params(dict[str, Any]):
    """Decoded parameters: strings, numbers and truths of their type, objects as plain JSON.
    `uploads` are the files that came along, by the name that `attach://NAME` refers to."""

    uploads: Uploads


class Parameter:
    def __init__(self, name: str, about: FieldInfo) -> None:
        kinds = [kind for kind in _flat(about.annotation) if kind not in (type(None), Default)]
        # A file travels as its own part of the request; the parameter then holds `attach://NAME`.
        self.kinds = [str if kind is InputFile else kind for kind in kinds]
        self.name = name
        self.required = about.is_required()
        self.is_text = str in self.kinds
        self.is_integer = int in self.kinds

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """Made when first needed: those of all methods together take a second."""
        return _adapter(self.kinds)

    def adapter_for(self, value: Any) -> TypeAdapter[Any]:
        """Of several kinds of objects, those that have the fields given: else aiogram's models,
        which take any field, would take one kind for another."""
        models = [kind for kind in self.kinds if _is_model(kind)]
        if not isinstance(value, dict) or len(models) < 2:
            return self.adapter
        fitting = [model for model in models if value.keys() <= model.model_fields.keys()]
        return _adapter(fitting) if fitting else self.adapter


@dataclass(frozen=True)
class Signature:
    name: str
    parameters: dict[str, Parameter]


@cache
def signatures() -> dict[str, Signature]:
    """Every method of the Bot API by its lower-cased name: Telegram does not mind the case."""
    found = {}
    for exported in vars(aiogram.methods).values():
        name = getattr(exported, "__api_method__", None)
        if isinstance(name, str):
            found[name.lower()] = _signature(name, exported.model_fields)
    return found


def find(method: str) -> Signature:
    signature = signatures().get(method.lower())
    if signature is None:
        raise ApiError(404, "Not Found")
    return signature


def refuse_unknown(signature: Signature, params: dict[str, Any]) -> None:
    for name in params:
        if name not in signature.parameters:
            raise bad_request(f"local Telegram: unknown parameter {name} of {signature.name}")


def decode(signature: Signature, params: dict[str, Any], uploads: Uploads) -> Params:
    """Give each parameter its type; 400 where it can't have it or a required one is absent."""
    decoded = Params()
    decoded.uploads = uploads
    for name, value in params.items():
        if value is not None:
            decoded[name] = _decoded(signature.parameters[name], value)
    for parameter in signature.parameters.values():
        # Telegram words the lack of each in its own way; methods say those, this is for the rest.
        if parameter.required and parameter.name not in decoded and not parameter.is_text:
            raise bad_request(f'parameter "{parameter.name}" is required')
    return decoded


def _signature(name: str, fields: dict[str, FieldInfo]) -> Signature:
    return Signature(name, {field: Parameter(field, about) for field, about in fields.items()})


def _adapter(kinds: list[Any]) -> TypeAdapter[Any]:
    union: Any = Union[tuple(kinds)]  # noqa: UP007  (built at run time)
    if len(kinds) == 1 and _is_model(kinds[0]):
        return TypeAdapter(union)
    return TypeAdapter(union, config=ConfigDict(arbitrary_types_allowed=True))


def _is_model(kind: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _flat(annotation: Any) -> list[Any]:
    if get_origin(annotation) in (Union, UnionType):
        return [kind for part in get_args(annotation) for kind in _flat(part)]
    return [annotation]


def _decoded(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, str) and not parameter.is_text:
        value = _from_text(parameter, value)
    if isinstance(value, int) and parameter.is_text and not parameter.is_integer:
        value = str(value)  # a number in JSON where Telegram takes text: it takes that too
    if isinstance(value, str) and parameter.is_integer and value.lstrip("-").isdigit():
        value = int(value)
    try:
        checked = parameter.adapter_for(value).validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in (parameter.name, *first["loc"]))
        raise bad_request(f"can't parse {parameter.name}: {where}: {first['msg']}") from error
    refuse_unknown_fields(checked, parameter.name)
    return value if isinstance(value, dict | list) else checked


def _from_text(parameter: Parameter, value: str) -> Any:
    lowered = value.strip().lower()
    if lowered in ("true", "false"):
        return lowered == "true"
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad_request(f"can't parse {parameter.name}: it is not JSON") from error


def refuse_unknown_fields(value: Any, where: str) -> None:
    """Telegram would pass over a field it does not know; here it is a slip worth hearing of."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            raise bad_request(f"local Telegram: unknown field {name} of {where}")
        for name in value.model_fields_set:
            refuse_unknown_fields(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, list):
        for item in value:
            refuse_unknown_fields(item, where)
