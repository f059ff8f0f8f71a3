"""Finding which answers are alike: the same answers give the same themes on any machine.

Words are weighted (TF-IDF), the weights are seen along the few directions in which answers differ
most (LSI), and answers that point the same way are a theme. It runs in a process of its own:
``python -m engage.findings.clustering`` reads answers as JSON and writes themes as JSON.
Everything is in a fixed order, every number is rounded before it decides anything, and there is
no chance in it.
"""
