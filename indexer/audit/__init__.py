"""The record of deeds as pages and commands keep it: what is recorded when, who can vouch for it, and as a file."""
