"""The language of the work: frozen models and plain functions; no files, no clock, no engine, no screen."""
