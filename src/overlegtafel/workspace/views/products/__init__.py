"""Wat we samen maken: the pages of what a table makes beside agreements."""
