"""`python -m planner` is the same command as `fourp`."""

from planner.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
