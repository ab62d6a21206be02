"""How reports are searched and read in the browser. Asks the searcher and the catalog, never SQL.

app              create_app: the Flask application, all pages registered
pages/           a folder a task: search, reports, imports, notebook, tables
api/             the JSON twins, health, OpenAPI
http/            addresses, errors, security, language
state/           what a serving process keeps between requests
serving/         the verb serve, its processes, the socket
template_filters how reports, fields and places are called on the page
markup           marked text to HTML: the only HTML made in Python
"""
