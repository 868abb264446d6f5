"""Runs the client, in C or Swift, which makes every request of this proof."""

import json
import subprocess

CLIENT_SECONDS = 30
ERROR_TEXT = 300


class Client:
    """One tracer for each request, made from `options` (the library's JSON)."""

    def __init__(self, binary, options):
        self.binary = binary
        self.options = options

    def request(self, scenario, url, incoming=(), **options):
        """Returns what the client prints: traceId, spanId, status, headers, baggage."""
        command = [self.binary, scenario, url, json.dumps({**self.options, **options}), *incoming]
        done = subprocess.run(command, capture_output=True, text=True, timeout=CLIENT_SECONDS)
        if done.returncode:
            why = done.stderr.strip()[-ERROR_TEXT:]
            raise RuntimeError(f"the client ended with {done.returncode}: {why}")
        answer = json.loads(done.stdout)
        if answer["status"] != 200:
            raise RuntimeError(f"{url} answered {answer['status']}")
        return answer
