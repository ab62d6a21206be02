"""样例: thirty invented papers of six invented units, to try an archive with, and to take away again wholly."""
