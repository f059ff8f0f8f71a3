"""How gunicorn serves the pages: ``gunicorn --config python:engage.serving``.

The pages are loaded once and the workers forked from them, so that they share what is loaded. While
it is loaded, nothing looks for rubbish, of which there is none yet: that would be a sixth of the
start.
"""

import gc

wsgi_app = "engage.wsgi:application()"
worker_class = "sync"
preload_app = True
control_socket_disable = True
max_requests = 10_000
max_requests_jitter = 1_000

gc.disable()


def when_ready(_server: object) -> None:
    """Everything is loaded; the workers are forked next."""
    gc.enable()
