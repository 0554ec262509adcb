"""fourp: a rules-driven tactics recommender and 4P planner for Lead Responsible Officers."""

__version__ = "0.1.0"
