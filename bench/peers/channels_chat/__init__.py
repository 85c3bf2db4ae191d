"""A chat on Django Channels and the ORM, as somebody writes it who follows a tutorial.

A project of its own, in a virtual environment of its own: nothing here imports Rapport.
"""
