"""Drawings made on the server: pure functions from plain data to what a template prints."""
