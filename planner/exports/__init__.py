"""What leaves fourp: plans and reports as Word, Markdown and JSON. Exports decide nothing."""
