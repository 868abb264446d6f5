// The origins that a WebView answers itself. Only their requests are taken out of the browser's
// hands: all others, preflights among them, go over the wire as in a browser.

const PROXY = "/_capacitor_http_interceptor_";

/** Serves `files` at an origin, and CapacitorHttp's proxy there from the native side. */
export class Origins {
  files = new Map();
  /** The requests that were answered from here. */
  seen = [];
  #foreign = new Map();

  constructor(devtools, native, origin) {
    Object.assign(this, { devtools, native, origin });
  }

  async start() {
    this.devtools.on("Fetch.requestPaused", (paused) => this.#serve(paused).catch(() => {}));
    await this.#watch();
  }

  /** Serves one document at another origin. */
  async foreign(origin, file) {
    this.#foreign.set(origin, file);
    await this.#watch();
  }

  #watch() {
    const origins = [this.origin, ...this.#foreign.keys()];
    const patterns = origins.map((origin) => ({ urlPattern: `${origin}/*` }));
    return this.devtools.send("Fetch.enable", { patterns });
  }

  async #serve({ requestId, request, resourceType }) {
    const answer = await this.#answer(request, resourceType === "Document");
    if (!answer) return this.devtools.send("Fetch.failRequest", { requestId, errorReason: "Failed" });
    const responseHeaders = Object.entries(answer.headers).map(([name, value]) => ({ name, value: String(value) }));
    const { status: responseCode, body } = answer;
    return this.devtools.send("Fetch.fulfillRequest", { requestId, responseCode, responseHeaders, body });
  }

  #answer(request, isDocument) {
    const { origin, pathname } = new URL(request.url);
    if (origin !== this.origin) return page(this.#foreign.get(origin));
    if (pathname.startsWith(PROXY)) return this.native.request(request);
    this.seen.push({ pathname, headers: request.headers });
    // As Capacitor does: what is no file is a route of the app.
    return page(this.files.get(pathname) ?? (isDocument ? this.files.get("/") : undefined));
  }
}

function page(file) {
  if (!file) return { status: 404, headers: {}, body: "" };
  return { status: 200, headers: { "content-type": file.type }, body: Buffer.from(file.body).toString("base64") };
}

/** A document whose first script sets `config` and whose second is `script`, inside or by address. */
export function html(config, script, { head = "" } = {}) {
  const tags = `<script>window.pipeConfig = ${config};</script>${script}`;
  const body = `<!doctype html><html><head><meta charset="utf-8">${head}${tags}</head><body></body></html>`;
  return { type: "text/html", body };
}
