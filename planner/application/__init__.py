"""The use cases, one module a job; the command, the screens and the exports all call these."""
