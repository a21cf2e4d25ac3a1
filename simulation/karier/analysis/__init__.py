"""What the tables say: tidy tables → tidy tables, figures and sentences, in Indonesian and English.

Nothing here sees the model, and importing the package imports none of its modules. `results.read` reads a study's
folder; `comparison.comparison_table` is the answer as a table; `comparison_page` and `scenario_page` are what the two
notebooks and the report show. Words stand in texts.yaml, one entry a text, each in both languages.
"""
