// A page that changes its trace in every way there is, as fast as it is told to.
import * as Sentry from "@sentry/browser";
import { Spanferry, getTraceData, spanferryIntegration } from "capacitor-spanferry";

Sentry.init({
  dsn: "https://pagekey@o41.ingest.example.com/1",
  tracesSampleRate: 0.5,
  transport: () => ({ send: async () => ({ statusCode: 200 }), flush: async () => true }),
  integrations: [Sentry.browserTracingIntegration(), spanferryIntegration()],
});

let navigations = 0;

/** A push that is as old as the page: what a slow message of an earlier moment looks like. */
function pushLate() {
  const digits = (length) => Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join("");
  const snapshot = { epoch: 1, revision: 1, sequence: 1, traceId: digits(32), spanId: digits(16) };
  return Spanferry.adopt({ page: digits(32), snapshot });
}

window.pipe = {
  ready: Promise.resolve(),
  headers: () => getTraceData(),
  navigate: () => {
    const name = `/route/${++navigations}`;
    Sentry.startBrowserTracingNavigationSpan(Sentry.getClient(), { name, attributes: { "sentry.source": "route" } });
  },
  start: () => Spanferry.startNewTrace(),
  endRoot: () => Sentry.getActiveSpan()?.end(),
  pushLate,
};
