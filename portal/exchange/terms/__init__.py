"""The supplier's terms as one file that a person writes: `python -m portal configure FILE.toml`.

What a section lists is all there is of it; a section that is left out stays as it was.
"""

from portal.exchange.terms.file import TermsError, read
from portal.exchange.terms.write import write

__all__ = ["TermsError", "read", "write"]
