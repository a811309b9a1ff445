"""Overlegtafel: from proposal at the mayors' table to local decision."""
