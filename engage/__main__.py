"""``python -m engage``: the same as the ``engage`` command."""

from engage.commands import main

main()
