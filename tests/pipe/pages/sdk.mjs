// A page with Sentry's browser SDK and, unless it is to be bare, one added line.
import * as Sentry from "@sentry/browser";
import { Spanferry, explain, spanferryIntegration } from "capacitor-spanferry";
import { request } from "./requests.mjs";

const { options = {}, bare = false } = window.pipeConfig;
const tracing = Sentry.browserTracingIntegration();

Sentry.init({
  dsn: "https://pagekey@o41.ingest.example.com/1",
  tracesSampleRate: 1,
  propagateTraceparent: true,
  // Nothing of these pages is looked at; what is, is in the tests of whole traces.
  transport: () => ({ send: async () => ({ statusCode: 200 }), flush: async () => true }),
  ...options,
  integrations: bare ? [tracing] : [tracing, spanferryIntegration()],
});

window.pipe = {
  Sentry,
  Spanferry,
  request,
  explain,
  traceId: () => Sentry.getCurrentScope().getPropagationContext().traceId,
  sentryTrace: () => Sentry.getTraceData()["sentry-trace"],
  ready: Promise.resolve(),
};
