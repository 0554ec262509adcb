"""`python -m planner` is the same command as `fourp`."""

from planner.cli import command

if __name__ == "__main__":
    raise SystemExit(command())
