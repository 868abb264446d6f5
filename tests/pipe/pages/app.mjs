// The page of the whole picture: a Sentry SDK that reports to the collector, and calls on page load.
import * as Sentry from "@sentry/browser";
import { Spanferry, getTraceData, spanferryIntegration } from "capacitor-spanferry";
import { request } from "./requests.mjs";

const { options, first } = window.pipeConfig;
const AFTER_MS = 300;

Sentry.init({
  tracesSampleRate: 1,
  integrations: [Sentry.browserTracingIntegration(), spanferryIntegration()],
  ...options,
});

/** What a span says it does, in the words of version 10 or 11. */
const op = ({ op, data, attributes = data }) => op ?? attributes?.["sentry.op"];

function until(holds) {
  return new Promise((resolve) => Sentry.getClient().on("spanEnd", (span) => holds(span) && resolve()));
}

const ended = until((span) => op(span.getSpanJSON()) === "pageload");
const end = (root) => until((span) => span === root);

async function load() {
  if (first) await request("fetch", "GET", first);
}

window.pipe = {
  Sentry,
  Spanferry,
  getTraceData,
  request,
  /** Runs the guide's snippet for WebSockets; gives the service's answer to its first message. */
  greet: async () => {
    const { socket } = await import("guide:WebSocket");
    return new Promise((resolve, reject) => {
      socket.onmessage = (message) => resolve(JSON.parse(message.data));
      socket.onerror = () => reject(new Error("no WebSocket"));
    });
  },
  ready: load(),
  ended: () => ended,
  /** A span of the app's own with one request inside, whose span ends a little after its answer. */
  spanWith: (name, way, method, url) =>
    Sentry.startSpan({ name, op: "app.work" }, async () => {
      const status = await request(way, method, url);
      await new Promise((over) => setTimeout(over, AFTER_MS));
      return status;
    }),
  capture: (text) => void Sentry.captureMessage(text),
  navigate: (path) => history.pushState({}, "", path),
  /** Waits for the end of the root span that is running, and hands over all that was captured. */
  finish: async () => {
    const span = Sentry.getActiveSpan();
    if (span) await end(Sentry.getRootSpan(span));
    return Sentry.flush(5000);
  },
  traceId: () => Sentry.getCurrentScope().getPropagationContext().traceId,
};
