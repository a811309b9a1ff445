"""A local draft as files: Word, HTML with annotations, PDF, plain fields, and all as one ZIP."""
