"""From a message row to an e-mail: shared words rendered once a batch, own words filled in."""

from engage.notifications.rendering.batch import Batch, Gone
from engage.notifications.rendering.catalogue import ALERTS, CATALOGUE, UNSUBSCRIBE

__all__ = ["ALERTS", "CATALOGUE", "UNSUBSCRIBE", "Batch", "Gone"]
