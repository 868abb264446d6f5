// A page as Sentry's guide for Capacitor has it, with one added line.
import * as Sentry from "@sentry/browser";
import { init } from "@sentry/capacitor";
import { spanferryIntegration } from "capacitor-spanferry";
import { request } from "./requests.mjs";

const { options } = window.pipeConfig;

init({
  tracesSampleRate: 1,
  propagateTraceparent: true,
  ...options,
  integrations: [Sentry.browserTracingIntegration(), spanferryIntegration()],
});

/** Its init starts the native SDK first, and the browser's only after the answer. */
async function started() {
  while (!Sentry.getClient()) await new Promise((over) => setTimeout(over, 10));
}

window.pipe = {
  ready: started(),
  request,
  capture: (text) => void Sentry.captureMessage(text),
  flush: () => Sentry.flush(5000),
  traceId: () => Sentry.getCurrentScope().getPropagationContext().traceId,
};
