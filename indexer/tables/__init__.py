"""Tables over the archive: checklist (核查表), register (登记表), tables that people hand in."""
