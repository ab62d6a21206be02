"""Pages of tables: checklist (核查表), register (登记表), exports."""
