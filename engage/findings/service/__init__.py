"""The verbs of findings: the only writers; none commits but those the clock rings."""
