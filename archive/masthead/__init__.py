"""What stands on a report's face: each field read from the text, the page's table, the file's name and its folder.

One file a subject: `face` cleans the first and last lines; `title`, `lead_in`, `unit`, `dates`, `people`,
`reported` and `kinds` read them; `names` reads the file's name; `edits` knows what people give and correct;
`reading` has the order. Silence is better than a wrong answer.
"""

from archive.masthead.edits import corrected, filled, validated
from archive.masthead.reading import read_masthead

__all__ = ["corrected", "filled", "read_masthead", "validated"]
