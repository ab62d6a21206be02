"""The JSON forms: what the application and the terminal's --json answer, each a frozen dataclass, a file a task.

form             what a form is, and how one becomes JSON
answer           a search, batch
report           a report, a list of them
concordance      逐处
similar          passages like a sentence, suggestions
comparison       two texts side by side
checklist        核查表, 登记表, rosters
imports          imports, files without text, reports that may be drafts
notebook         clippings, saved searches, notes, sources
problem          errors
service          health, small answers

The description of the HTTP interface is derived from them (`web.api.schemas`): what is described is what is answered.
Their names and keys are a fixed contract: none is ever renamed or dropped.
"""
