"""What stands on a report's face: each field read from the text, the page's table, the file's name and its folder.

One file a subject: `face` cleans the first and last lines; `title`, `lead_in`, `unit`, `dates`, `people`,
`reported` and `kinds` read them; `names` reads the file's name; `edits` knows what people give and correct;
`evidence` puts the fields together; `reading` has the order. All are imported by name: their patterns take a
third of the time in which a search starts, and a search reads no masthead. Silence is better than a wrong answer.
"""
