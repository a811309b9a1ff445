"""The way back: reading what a municipality published about our agreements (R42, R43).

``triples`` is a program of its own, ``pages`` makes it read a file, ``decisions`` finds what was
decided, ``plan`` lays that beside what stands here. Nothing of a page is kept.
"""
