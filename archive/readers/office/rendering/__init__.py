"""What is drawn in a line and stands nowhere as text: numbers of lists, results of fields, signs of symbol fonts."""
