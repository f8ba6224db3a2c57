"""Claims as tasks of a Bitrix24: `docs/webhooks.md` tells what becomes of them there and here."""
