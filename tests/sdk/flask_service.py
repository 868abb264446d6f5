"""A Flask service that reports to Sentry with sentry-sdk and calls the next service.

Usage: flask_service.py CONFIG, where CONFIG is a JSON object:
dsn, next (URL to call), tracesSampleRate, orgId (or null), strict, propagate
(false: the next service gets no trace headers).
Prints {"port": N} when it listens, and ends when its standard input closes.
"""

import json
import os
import sys
import threading
import urllib.request

import sentry_sdk
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

FLUSH_SECONDS = 10
CALL_SECONDS = 10

app = Flask(__name__)


class QuietHandler(WSGIRequestHandler):
    """Leaves standard error to tracebacks."""

    def log_request(self, code="-", size="-"):
        pass


@app.get("/checkout")
def checkout():
    # An event carries a trace even when no transaction is sampled.
    sentry_sdk.capture_message("flask handled the request")
    with urllib.request.urlopen(app.config["NEXT"], timeout=CALL_SECONDS) as answer:
        return answer.read()


def start_sentry(config):
    silent = {} if config["propagate"] else {"trace_propagation_targets": []}
    sentry_sdk.init(
        dsn=config["dsn"],
        traces_sample_rate=config["tracesSampleRate"],
        org_id=config["orgId"],
        strict_trace_continuation=config["strict"],
        release="flask-service@1",
        environment="flask-service",
        **silent,
    )


def flush_or_app(environ, start_response):
    """Answers /flush outside Flask, so that flushing makes no trace of its own."""
    if environ["PATH_INFO"] != "/flush":
        return app(environ, start_response)
    sentry_sdk.flush(timeout=FLUSH_SECONDS)
    start_response("204 No Content", [])
    return []


def end_with_parent():
    """A runner that was killed closes the pipe: nothing stays behind."""
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    config = json.loads(sys.argv[1])
    app.config["NEXT"] = config["next"]
    start_sentry(config)
    threading.Thread(target=end_with_parent, daemon=True).start()
    # One request at a time: /flush is served after the request before it has fully ended.
    server = make_server(
        "127.0.0.1", 0, flush_or_app, threaded=False, request_handler=QuietHandler
    )
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


main()
