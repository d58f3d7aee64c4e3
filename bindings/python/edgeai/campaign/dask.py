# SPDX-License-Identifier: GPL-2.0-only
"""The engine of Dask: pieces as tasks of a scheduler, which hands those of a lost worker to another."""

import secrets
import subprocess

from ..checkout import Refused
from .elsewhere import command, lost


def check(options):
    """Refuse to begin without a scheduler."""
    if not options.scheduler:
        raise Refused("--engine=dask needs --scheduler=ADDRESS, as dask-scheduler prints it: tcp://HOST:8786")


def run(store, plan, todo, count, options):
    """Run pieces on the workers of a scheduler; they need the same folders and the same Python."""
    from distributed import Client, as_completed
    try:
        client = Client(options.scheduler, timeout=30)
    except (OSError, ValueError) as fault:
        raise Refused(f"No Dask scheduler answers at {options.scheduler}: {fault}", 1) from None
    with client:
        # A function of the standard library, so that workers have to know nothing of this package. That a worker is
        # lost is the scheduler's business: it hands what that one had to another.
        mine = secrets.token_hex(4)  # a scheduler takes tasks of one name, whoever's, for the same
        waiting = {client.submit(subprocess.run, command(store, [name]), key=f"{plan['campaign']}-{name}-{mine}", pure=False,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True): name for name in todo}
        try:
            for future in as_completed(waiting):
                name = waiting[future]
                if store.get(name) is None:
                    lost(store, plan, name, reason(future))
                count.add(bool(store.get(name)["failure"]))
        except BaseException:
            client.cancel(list(waiting))
            raise


def reason(future):
    """Return why a task left no record, in words."""
    if future.status == "error":
        return f"the worker did not end it: {future.exception()}"
    said = (future.result().stdout or "").strip().splitlines()
    return "the worker brought nothing back" + (f": {said[-1]}" if said else "")
