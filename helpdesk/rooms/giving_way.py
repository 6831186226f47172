"""Letting those run that were just woken, where they wait for this very core.

Linux expects a process that has written to a socket to sleep next, so it has the reader run on the
writer's core (``wake_affine_idle`` in kernel/sched/fair.c). The loop, though, goes on for a while:
so long the database would wait with the statement that was sent to it, and a proxy of this machine
with the first of a hundred frames. It costs a call of the kernel where nobody waits.
"""

import os


def give_way() -> None:
    """Let whoever waits for this core go first."""
    os.sched_yield()
