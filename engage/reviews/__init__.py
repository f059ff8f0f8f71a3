"""Digital boards: declarations of interest (PA 2023 ss.81-83), reviews, scores, shortlist."""
