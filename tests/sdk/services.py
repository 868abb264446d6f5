"""Starts, flushes and stops the instrumented services. Every wait is bounded."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
START_SECONDS = 60
FLUSH_SECONDS = 15
STOP_SECONDS = 5
# Project 1 is the client's, which reports nothing.
FIRST_PROJECT = 2


def clean_environment():
    """The caller's environment without what would change an SDK or reach past a proxy."""
    drop = ("SENTRY_", "NODE_OPTIONS", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return {k: v for k, v in os.environ.items() if not k.upper().startswith(drop)}


def spawn(command, env, cwd, log):
    """Starts a process whose standard input is the pipe that keeps it alive."""
    with log.open("wb") as errors:
        return subprocess.Popen(
            command, env=env, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )


class Service:
    """One process that prints {"port": N} on its first line and answers /flush."""

    def __init__(self, name, config, process, log):
        self.name = name
        self.project = config["project"]
        self.key = config["key"]
        self.process = process
        self.log = log
        self._port = None
        self._first_line = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        self._first_line.put(self.process.stdout.readline())

    @property
    def port(self):
        """The port; waits for the service to listen, raises with its log if it does not."""
        if self._port is None:
            try:
                line = self._first_line.get(timeout=START_SECONDS)
                self._port = json.loads(line)["port"]
            except (queue.Empty, ValueError) as error:
                raise RuntimeError(f"{self.name} did not start: {self.log.read_text()}") from error
        return self._port

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def flush(self):
        """Returns when the SDK has handed over all that it captured."""
        urllib.request.urlopen(self.url("/flush"), timeout=FLUSH_SECONDS).close()

    def stop(self):
        self.process.kill()
        self.process.wait(timeout=STOP_SECONDS)


class Fleet:
    """All services of a run; a context manager, so that none outlives it."""

    def __init__(self, work, node, node_modules, collector):
        self.work = work
        self.node = node
        self.collector = collector
        self.services = []
        self._prepare_node(node_modules)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for service in self.services:
            service.stop()

    def _prepare_node(self, node_modules):
        # An ES module finds packages only beside itself, and the checkout stays clean.
        for name in ("node_service.mjs", "instrument.mjs"):
            shutil.copy(HERE / name, self.work / name)
        (self.work / "node_modules").symlink_to(node_modules, target_is_directory=True)

    def start_flask(self, name, following, **options):
        """Starts a Flask service that calls `following`; it sends traces on unless told not to."""
        config = self._config(name, {"propagate": True, "next": following.url("/stock"), **options})
        command = [sys.executable, str(HERE / "flask_service.py"), json.dumps(config)]
        return self._start(name, command, config, clean_environment())

    def start_node(self, name, **options):
        """Starts a Node service; `traceLifecycle` None leaves the SDK's default."""
        config = self._config(name, {"traceLifecycle": None, **options})
        command = [self.node, "--import", "./instrument.mjs", "node_service.mjs"]
        env = {**clean_environment(), "SERVICE_CONFIG": json.dumps(config)}
        return self._start(name, command, config, env)

    def _config(self, name, options):
        project = str(FIRST_PROJECT + len(self.services))
        key = f"servicekey{project}"
        common = {"project": project, "key": key, "dsn": self.collector.dsn(key, project)}
        return {**common, "tracesSampleRate": 1.0, "orgId": None, "strict": False, **options}

    def _start(self, name, command, config, env):
        log = self.work / f"{name}.log"
        service = Service(name, config, spawn(command, env, self.work, log), log)
        self.services.append(service)
        return service
