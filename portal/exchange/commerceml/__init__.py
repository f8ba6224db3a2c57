"""The exchange with 1C: `load` takes a catalogue in, `orders.export` gives orders out."""

from portal.exchange.commerceml.counts import Counts
from portal.exchange.commerceml.errors import UnreadableFile
from portal.exchange.commerceml.loading import load

__all__ = ["Counts", "UnreadableFile", "load"]
