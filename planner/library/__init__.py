"""YAML into the domain: every problem at file, line and column, all of them at once."""
