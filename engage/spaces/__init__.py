"""The front page of each space, and the page of one challenge as each reader sees it."""
