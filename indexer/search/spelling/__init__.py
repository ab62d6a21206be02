"""What may be meant by a wording that stands nowhere: the terms of the archive, and what differs little from it."""
