"""Prints claims as they are checked and counts them."""

import traceback
from contextlib import contextmanager


class Claims:
    """A list of claims, each ok or FAILED with what was expected and what was seen."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    @contextmanager
    def group(self, title):
        """Heads a scenario; whatever it raises is one more failed claim."""
        print(title, flush=True)
        try:
            yield
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename.rsplit('/', 1)[-1]}:{place.lineno}"
            self._count("runs to its end", False, "no error", f"{error!r} at {where}")

    def equal(self, claim, expected, seen):
        self._count(claim, expected == seen, expected, seen)

    def different(self, claim, values):
        distinct = len(set(values)) == len(values) and None not in values
        self._count(claim, distinct, "values that all differ", values)

    def _count(self, claim, holds, expected, seen):
        self.passed += holds
        self.failed += not holds
        print(f"  {'ok' if holds else 'FAILED'}  {claim}", flush=True)
        if not holds:
            print(f"          expected: {expected}\n          seen:     {seen}", flush=True)

    def close(self):
        """Prints the last line and returns the exit status; no claims at all is a failure."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.passed and not self.failed else 1
