// A server that keeps the header lines of every request as they came.
import http from "node:http";

/** The three headers of a trace. */
export const NAMES = ["sentry-trace", "baggage", "traceparent"];

/** Answers of a server that lets any page send the headers of a trace. */
export const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": `content-type, x-pipe, ${NAMES.join(", ")}`,
  "access-control-allow-methods": "GET, POST",
};

/** One request: method, path, and its header lines in order. */
export class Seen {
  constructor(request) {
    this.method = request.method;
    this.path = request.url;
    const raw = request.rawHeaders;
    this.lines = raw.flatMap((name, i) => (i % 2 ? [] : [[name, raw[i + 1]]]));
  }

  /** The values of every line of this name, without regard to case. */
  values(name) {
    return this.lines.filter(([n]) => n.toLowerCase() === name).map(([, value]) => value);
  }

  /** How many lines of each trace header came: `[1, 1, 0]` is one, one and none. */
  get counts() {
    return NAMES.map((name) => this.values(name).length);
  }

  /** The trace ids that the headers name, one for each line. */
  get traceIds() {
    const traces = this.values("sentry-trace").map((value) => value.split("-")[0]);
    const members = this.values("baggage").map((value) => /sentry-trace_id=(\w+)/.exec(value)?.[1]);
    return [...traces, ...members, ...this.values("traceparent").map((value) => value.split("-")[1])];
  }
}

/** Listens on a free port of 127.0.0.1; `answer` are the headers of each of its answers. */
export class Backend {
  seen = [];
  #server;

  static async start(answer = OPEN) {
    const backend = new Backend();
    backend.#server = http.createServer((request, response) => backend.#serve(request, response, answer));
    await new Promise((listens) => backend.#server.listen(0, "127.0.0.1", listens));
    return backend;
  }

  #serve(request, response, answer) {
    this.seen.push(new Seen(request));
    request.resume();
    response.writeHead(request.method === "OPTIONS" ? 204 : 200, { ...answer, "content-type": "application/json" });
    response.end(request.method === "OPTIONS" ? undefined : '{"ok":true}');
  }

  get base() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** The requests to a path, preflights left out, or only those if so asked. */
  at(path, { preflights = false } = {}) {
    return this.seen.filter((seen) => seen.path === path && (seen.method === "OPTIONS") === preflights);
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
