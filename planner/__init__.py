"""fourp: a rules-driven tactics recommender and 4P planner for Lead Responsible Officers."""

import os

# pydantic looks for plugins in every installed package when its first model is made; fourp uses none and starts faster.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
