"""What each command of `python -m portal` does; `portal.__main__` reads the command line."""
