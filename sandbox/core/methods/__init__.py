"""The modelled methods of the Bot API. Importing a module here registers what it models."""
