"""The append-only record: rows sealed and chained, keys, the people who hold them, and the stores that keep it all."""
