"""Every module of methods, imported so that each registers itself."""

from sandbox.core.methods import (  # noqa: F401
    bot,
    callbacks,
    chats,
    forwards,
    getting_updates,
    media,
    pins,
    texts,
    topics,
)
