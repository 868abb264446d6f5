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

window.pipe = {
  ready: Promise.resolve(),
  headers: () => getTraceData(),
  navigate: () => {
    const name = `/route/${++navigations}`;
    Sentry.startBrowserTracingNavigationSpan(Sentry.getClient(), { name, attributes: { "sentry.source": "route" } });
  },
  start: () => Spanferry.startNewTrace(),
  endRoot: () => Sentry.getActiveSpan()?.end(),
};
