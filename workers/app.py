"""The Celery application. The broker only wakes workers: the database is the record of work."""

from celery import Celery

from workers import broker
from workers.schedule import beat_schedule

INCLUDE = ["workers.tasks"]

celery = Celery("engage", include=INCLUDE, fixups=[])  # without the one for Django
celery.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_queues=[broker.QUEUE],
    task_default_queue=broker.QUEUE.name,
    task_publish_retry=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_connection_timeout=broker.CONNECT_TIMEOUT,
    timezone="UTC",  # local-time schedules stop when the clocks go back
    enable_utc=True,
    beat_schedule=beat_schedule(),
)


def connect(broker_url: str) -> None:
    """Name the broker for workers and beat; nothing is opened until one of them starts."""
    broker.connect(broker_url)
    celery.conf.broker_url = broker_url
    celery.conf.broker_transport_options = broker.transport_options(broker_url)
