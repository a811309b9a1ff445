"""The pages of who works at a table: each binds a form, calls one service, answers."""
