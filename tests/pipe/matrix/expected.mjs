// Which requests carry the trace, as docs/PRIVACY.md tells people. Written by hand, and on purpose
// without a look at any code: who makes the request, and what the list of targets says.

/** Who puts the request on the wire, by the way it is made and CapacitorHttp's switch. */
export const SENDER = {
  fetch: { off: "webview", on: "native" },
  xhr: { off: "webview", on: "native" },
  direct: { off: "native", on: "native" },
};

/** Whether a request to another origin carries the trace, by list and sender. */
export const CARRIES = {
  "matching list": { webview: true, native: true },
  "other list": { webview: false, native: false },
  unset: { webview: false, native: true },
  "[]": { webview: false, native: false },
};
