"""Two councils with everything in them, and who asks: what the tables of this folder are about.

To fit a new route in, say here
1. what its arguments stand for: a key with the argument's name in ``hung_on`` (engagement.py:
   things of a challenge), ``_of_council`` (building.py) or ``World.arguments`` (addresses.py);
2. in which stage its challenge is in the natural case, in ``STAGES`` (addresses.py), by endpoint
   or by capability; without a line it is an open challenge;
3. in ``INSTEAD`` (addresses.py), when the route needs another thing of that kind than the first.
"""

from tests.permissions.world.addresses import ASKERS, MISSING_TOKEN, World
from tests.permissions.world.building import build

__all__ = ["ASKERS", "MISSING_TOKEN", "World", "build"]
