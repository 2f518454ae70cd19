"""Lets `python -m runlift` do what `runlift` does."""

from runlift.cli.main import main

if __name__ == "__main__":
    main()
