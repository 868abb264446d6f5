"""A small Sentry ingest: takes envelopes over HTTP and keeps them as JSON lines.

Each line is {"project", "header", "items": [{"header", "payload"}]}, decompressed.

As a program: `collector.py FILE` prints {"port": N}, keeps envelopes in FILE, and ends when its
standard input closes, with a last line {"refused": [what could not be read]}.
"""

import gzip
import json
import re
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ENVELOPE_PATH = re.compile(r"^/api/(\d+)/envelope/(\?|$)")
MAX_BODY = 8 << 20
DECODERS = {"": bytes, "identity": bytes, "gzip": gzip.decompress, "deflate": zlib.decompress}


def parse_envelope(body):
    """Splits an envelope into its header and items: lines of JSON, payloads by length."""
    head, _, rest = body.partition(b"\n")
    items = []
    while rest.strip():
        line, _, rest = rest.lstrip(b"\n").partition(b"\n")
        item = json.loads(line)
        end = item["length"] if "length" in item else (rest + b"\n").index(b"\n")
        items.append({"header": item, "payload": parse_payload(rest[:end])})
        rest = rest[end:]
    return json.loads(head), items


def parse_payload(raw):
    try:
        return json.loads(raw)
    except ValueError:
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        project = ENVELOPE_PATH.match(self.path)
        try:
            body = self.read_body()
            decode = DECODERS[self.headers.get("Content-Encoding", "").lower()]
            header, items = parse_envelope(decode(body))
            self.server.keep(project.group(1), header, items)
        except Exception as error:  # whatever an SDK sent must be seen, never lost
            self.server.refused.append(f"{self.path}: {error!r}")
            return self.answer(400)
        return self.answer(200)

    def read_body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.read_bounded(int(self.headers.get("Content-Length", 0)))
        return b"".join(self.read_chunks())

    def read_chunks(self):
        while size := int(self.rfile.readline(), 16):
            yield self.read_bounded(size)
            self.rfile.readline()
        self.rfile.readline()

    def read_bounded(self, size):
        if size > MAX_BODY:
            raise ValueError(f"{size} bytes are too many")
        return self.rfile.read(size)

    def answer(self, status):
        body = b"{}"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        # As the real ingest does: a page of any origin may read the answer.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Collector(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1; envelopes are on disk before they are acknowledged."""

    daemon_threads = True

    def __init__(self, path):
        super().__init__(("127.0.0.1", 0), Handler)
        self.path = path
        self.refused = []
        self.lock = threading.Lock()
        self.path.touch()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def keep(self, project, header, items):
        line = json.dumps({"project": project, "header": header, "items": items})
        with self.lock, self.path.open("a") as file:
            file.write(line + "\n")

    def handle_error(self, request, client_address):
        """A service that is stopped leaves its kept-alive connection; that is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def dsn(self, key, project):
        return f"http://{key}@127.0.0.1:{self.server_port}/{project}"

    def envelopes(self):
        with self.lock:
            return [json.loads(line) for line in self.path.read_text().splitlines()]


def main():
    collector = Collector(Path(sys.argv[1]))
    print(json.dumps({"port": collector.server_port}), flush=True)
    sys.stdin.buffer.read()
    print(json.dumps({"refused": collector.refused}), flush=True)


if __name__ == "__main__":
    main()
