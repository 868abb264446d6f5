// A WebSocket service that reports to Sentry with @sentry/node: the first message of a connection
// carries the trace headers as JSON, and its work is part of that trace.
// Prints {"port": N} when it listens, and ends when its standard input closes.
import http from "node:http";
import * as Sentry from "@sentry/node";
import { WebSocketServer } from "ws";

const FLUSH_MS = 10_000;

const server = http.createServer((request, response) =>
  Sentry.flush(FLUSH_MS).then(() => response.writeHead(204).end()),
);

function join(socket, { type, trace }) {
  const incoming = { sentryTrace: trace["sentry-trace"], baggage: trace.baggage };
  Sentry.continueTrace(incoming, () =>
    Sentry.startSpan({ name: `ws ${type}`, op: "websocket.server" }, () => {
      Sentry.captureMessage(`socket handled ${type}`);
      socket.send(JSON.stringify({ "sentry-trace": Sentry.getTraceData()["sentry-trace"] }));
    }),
  );
}

new WebSocketServer({ server }).on("connection", (socket) => {
  socket.once("message", (text) => join(socket, JSON.parse(text)));
});

process.stdin.resume().on("end", () => process.exit(0));
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
