// A page without any Sentry SDK.
import { Spanferry, startSpanferry } from "capacitor-spanferry";
import { request } from "./requests.mjs";

const { options = {} } = window.pipeConfig;

const stop = startSpanferry({
  dsn: "https://pagekey@o41.ingest.example.com/1",
  propagateTraceparent: true,
  ...options,
});

window.pipe = { Spanferry, request, stop, ready: Promise.resolve() };
