"""Takes over the database of the earlier module: what it holds is read, put into our words, and written once."""
