// A Node service that reports to Sentry with @sentry/node. The environment variable
// SERVICE_CONFIG is a JSON object: dsn, tracesSampleRate, orgId, strict, traceLifecycle.
// Prints {"port": N} when it listens, and ends when its standard input closes.
import http from "node:http";
import * as Sentry from "@sentry/node";

const FLUSH_MS = 10_000;
const open = new Set();
let served = 0;

function track(response) {
  const closed = new Promise((resolve) => response.on("close", resolve));
  open.add(closed);
  closed.then(() => open.delete(closed));
}

async function flush(response) {
  await Promise.all(open);
  await Sentry.flush(FLUSH_MS);
  response.writeHead(204).end();
}

function stock(response) {
  track(response);
  served += 1;
  // An event carries a trace even when no span is sampled; the SDK drops one equal to the last.
  Sentry.captureMessage(`node handled request ${served}`);
  response.writeHead(200, { "content-type": "application/json" }).end('{"stock":3}');
}

const server = http.createServer((request, response) =>
  request.url === "/flush" ? flush(response) : stock(response),
);

// A runner that was killed closes the pipe: nothing stays behind.
process.stdin.resume().on("end", () => process.exit(0));
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
