"""The guided planner: the use cases, screen by screen, for a terminal of 80 columns by 24 rows and up."""
