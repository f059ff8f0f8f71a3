"""The broker: where it is, and how a worker is woken through it.

Pages only wake workers, so web processes load this and not the rest of Celery (3 MB each).
"""

from typing import Any
from uuid import uuid4

from kombu import Connection, Exchange, Queue
from kombu.pools import producers

QUEUE = Queue("engage", Exchange("engage"), routing_key="engage")
NOTHING_ELSE: dict[str, Any] = {
    "callbacks": None,
    "errbacks": None,
    "chain": None,
    "chord": None,
}
CONNECT_TIMEOUT = 1.0  # seconds

_connections: list[Connection] = []


def connect(broker_url: str) -> None:
    """Name the broker; nothing is opened until something is sent."""
    _connections[:] = [
        Connection(
            broker_url,
            connect_timeout=CONNECT_TIMEOUT,
            transport_options=transport_options(broker_url),
        )
    ]


def connection() -> Connection:
    """To the broker that was named."""
    return _connections[0]


def transport_options(broker_url: str) -> dict[str, Any]:
    """A broker that does not answer is given up within seconds."""
    if broker_url.startswith("memory://"):
        return {"polling_interval": 0.02}
    return {
        "visibility_timeout": 300,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 30,
    }


def publish(task: str) -> None:
    """One message that makes a worker run the task, without arguments.

    It has the shape of Celery's message protocol, version 2. Raises what the broker's client does.
    """
    told = str(uuid4())
    with producers[connection()].acquire(block=True) as producer:
        producer.publish(
            ([], {}, NOTHING_ELSE),
            headers={"lang": "py", "task": task, "id": told, "root_id": told, "parent_id": None},
            correlation_id=told,
            exchange=QUEUE.exchange,
            routing_key=QUEUE.routing_key,
            declare=[QUEUE],
            serializer="json",
            retry=False,
        )
