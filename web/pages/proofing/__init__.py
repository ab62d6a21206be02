"""校对 on the page: a draft is pasted or chosen, the findings come at their places. Nothing of it is kept."""
