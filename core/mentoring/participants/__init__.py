"""Registrations: what people say (a form, a file of rows), the facts in it, and the verdict on it.

From a file: `sheets` reads any table, `columns` finds what each column answers, `cells` reads one answer,
`rows` puts registrations together. Then `facts` lists what is known, `rules` judges it and `words` says so.
Who is matched with whom is told in `rounds`.
"""
