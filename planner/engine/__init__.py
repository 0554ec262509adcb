"""Matching a case against the library: durable_rules behind one module, an independent referee, and why."""
