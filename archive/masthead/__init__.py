"""What stands on a report's face: each field read from the text, the page's table, the file's name and its folder.

One file a subject: `head_and_tail` cleans the first and last lines; `title`, `lead_in`, `unit`, `dates`, `people`,
`reporting_year` and `document_types` read them; `file_name` reads the file's name; `corrections` knows what people
give and correct; `evidence` puts the fields together; `extract` has the order. Imported by name: their patterns take
a third of the time in which a search starts, and a search reads no masthead. Silence is better than a wrong answer.
"""
