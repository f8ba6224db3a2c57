"""Every module of methods, imported so that each registers itself."""

from sandbox.core.methods import (  # noqa: F401
    bot,
    callbacks,
    chats,
    forwards,
    getting_updates,
    inline,
    media,
    pins,
    texts,
    topics,
)
