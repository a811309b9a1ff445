"""Forms of the workspace."""
