# SPDX-License-Identifier: GPL-2.0-only
"""Pieces of work on all cores, with a line that says how far they are and when they will have ended."""

import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from .checkout import Progress, jobs, note


def in_words(seconds):
    """Return a time as people say it."""
    seconds = int(seconds + 0.5)
    if seconds < 100:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


class Count:
    """How many of some pieces are done, shown as they end."""

    def __init__(self, title, total, done=0, shown=True):
        self.progress = Progress(title) if shown else None
        self.total = total
        self.before = done  # ended before this process began
        self.done = done
        self.failed = 0
        self.start = time.monotonic()

    def text(self):
        """Return the line: share, counts, time left as the pieces of this process took it."""
        share = int(100 * self.done / self.total) if self.total else 100
        line = f"{share} %: {self.done} of {self.total} done"
        if self.failed:
            line += f", {self.failed} failed"
        mine = self.done - self.before
        if mine and self.done < self.total:
            line += f", about {in_words((time.monotonic() - self.start) / mine * (self.total - self.done))} left"
        return line

    def add(self, failed=False):
        """A piece has ended."""
        self.done += 1
        self.failed += failed
        self.show()

    def show(self):
        """Show the line."""
        if self.progress:
            self.progress.update(self.text())

    def close(self, last=True):
        """Leave the last line."""
        if self.progress:
            self.progress.close()
            if last:
                note(f"{self.progress.title} {self.text()}")


def over_cores(pieces, work, children, count, ended=None, at_once=None):
    """Call work(piece) for all pieces, as many at once as there are cores; return results in their order.

    work returns what has a member failure. An exception, or the user's interruption, ends all children.
    """
    pieces = list(pieces)
    results = [None] * len(pieces)
    with ThreadPoolExecutor(max_workers=at_once or jobs()) as threads:
        waiting = {threads.submit(work, piece): index for index, piece in enumerate(pieces)}
        try:
            while waiting:
                done, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in done:
                    index = waiting.pop(future)
                    results[index] = future.result()
                    if ended:
                        ended(pieces[index], results[index])
                    count.add(bool(results[index].failure))
        except BaseException:
            for future in waiting:
                future.cancel()
            children.stop()
            raise
    return results
