"""The plan of an engagement: working days, thresholds, steps and what to look at again."""
