"""The portal's command line: `python -m portal --help`."""

import asyncio
import sys
from collections.abc import Sequence

from portal import logs
from portal.commands.complaints import in_words
from portal.commands.line import parser
from portal.config import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 2 something that the person can mend, 130 stopped by Ctrl-C."""
    args = parser().parse_args(arguments)
    try:
        settings = Settings()
        logs.configure(settings.log_level, settings.log_json)
        asyncio.run(args.run(args, settings))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        complaint = in_words(error)
        if complaint is None:
            raise
        print(f"portal: {complaint}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
