"""The Celery application. The broker only wakes workers: the database is the record of work."""

from celery import Celery

from workers.schedule import beat_schedule

INCLUDE = ["workers.tasks"]

celery = Celery("engage", include=INCLUDE, fixups=[])  # without the one for Django
celery.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="engage",
    task_publish_retry=False,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_connection_timeout=1.0,
    timezone="UTC",  # local-time schedules stop when the clocks go back
    enable_utc=True,
    beat_schedule=beat_schedule(),
)


def connect(broker_url: str) -> None:
    """Name the broker; nothing is opened until something is sent or a worker starts."""
    celery.conf.broker_url = broker_url
    celery.conf.broker_transport_options = (
        {"polling_interval": 0.02}
        if broker_url.startswith("memory://")
        else {
            "visibility_timeout": 300,
            "socket_timeout": 5,
            "socket_connect_timeout": 1,
            "socket_keepalive": True,
            "health_check_interval": 30,
        }
    )
