"""What all of the portal's answers share."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")


class Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Page(Model, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = None


class Uploaded(Model):
    """A file that was brought; `id` refers to it."""

    id: str
    name: str
    media_type: str
    size: int


class Download(Model):
    """A file; `name` as a person sees it."""

    name: str
    data: bytes
