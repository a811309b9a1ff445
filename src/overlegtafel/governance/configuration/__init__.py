"""A region's whole governance as one file: read, checked, imported, exported (R39, R138)."""
