"""Files that hold files: zip archives and mails."""
