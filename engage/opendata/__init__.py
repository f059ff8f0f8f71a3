"""What machines read: the Atom feed of open challenges."""
