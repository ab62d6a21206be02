"""提法 on the page: a wording, several in one picture, the quoted ones, what rises. Nothing is counted here."""
