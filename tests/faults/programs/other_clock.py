"""manage.py, in a process whose clock is CLOCK_AHEAD seconds ahead of the database's."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[3])

from django.utils import timezone  # noqa: E402

import manage  # noqa: E402

_ahead = float(os.environ["CLOCK_AHEAD"])
_time, _now = time.time, timezone.now
time.time = lambda: _time() + _ahead
timezone.now = lambda: _now() + timedelta(seconds=_ahead)
manage.main()
