// A page of headless Chromium that plays an app's WebView: bridge, document-start scripts, app origin.
import { Origins, html } from "./origin.mjs";
import { POST, deliver, shapeScript } from "./shape.mjs";
import { within } from "./wait.mjs";

const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // Document-start scripts reach frames of other origins too, which is what the tests want to see.
  "--disable-site-isolation-trials",
  // A phone's WebView does not ask before a page of the app speaks to a loopback address.
  "--disable-features=LocalNetworkAccessChecks,IsolateOrigins,site-per-process",
];

/** One browser for a whole run. */
export function launch(chromium, executablePath) {
  return chromium.launch({ executablePath, headless: true, args: SWITCHES });
}

/** A WebView whose native side is `native`: what one activity of the host offers. */
export class Webview {
  problems = [];
  /** Waits before a message passes, for tests of delays: `(direction, text) => promise`. */
  delay = null;
  #scripts = new Map();
  #pushes = [];
  #queues = { out: Promise.resolve(), in: Promise.resolve(), document: Promise.resolve() };

  static async open(browser, native, options) {
    const webview = new Webview();
    Object.assign(webview, { native, origin: native.origin, http: native.http, ...options });
    await webview.#start(browser);
    return webview;
  }

  async #start(browser) {
    this.context = await browser.newContext();
    this.page = await this.context.newPage();
    this.page.on("pageerror", (error) => this.problems.push(error.stack ?? String(error)));
    this.devtools = await this.context.newCDPSession(this.page);
    await this.devtools.send("Page.enable");
    await this.page.exposeBinding(POST, (source, text) => this.#fromPage(source, text));
    this.origins = new Origins(this.devtools, this.native, this.origin);
    await this.origins.start();
    await this.#addScript("shape", shapeScript(this));
    this.native.onScript = (script) => this.#changeScript(script);
    this.native.onMessage = (text) => this.#toPage(text);
    this.native.onEval = (text) => this.page.evaluate((code) => void (0, eval)(code), text).catch(() => {});
    for (const script of this.native.scripts()) await this.#changeScript(script);
  }

  // Document-start scripts: added and removed by the native side, in its order. They take turns with
  // navigations, because Chromium does not find a script that is removed while a page gets a new process.

  #changeScript({ id, text }) {
    return this.#inTurn(() => (text === null ? this.#removeScript(id) : this.#addScript(id, text)));
  }

  #inTurn(act) {
    return (this.#queues.document = this.#queues.document.then(act));
  }

  async #addScript(id, source) {
    const { identifier } = await this.devtools.send("Page.addScriptToEvaluateOnNewDocument", { source });
    this.#scripts.set(id, identifier);
  }

  async #removeScript(id) {
    const identifier = this.#scripts.get(id);
    this.#scripts.delete(id);
    if (identifier) await this.devtools.send("Page.removeScriptToEvaluateOnNewDocument", { identifier });
  }

  // Messages, each direction in order.

  #fromPage({ frame }, text) {
    if (text.includes('"adopt"')) this.#pushes.push(text);
    this.#pass("out", text, () => this.native.post(text, frame === this.page.mainFrame()));
  }

  /** A push that the page has made before, the newest at most, arrives once more. */
  repeat(choose) {
    if (this.#pushes.length) this.native.post(this.#pushes[choose(this.#pushes.length)], true);
  }

  #toPage(text) {
    this.#pass("in", text, () => this.page.evaluate(deliver[this.platform], text).catch(() => {}));
  }

  #pass(direction, text, act) {
    const wait = this.delay ? this.delay(direction, text) : null;
    this.#queues[direction] = this.#queues[direction].then(() => wait).then(act);
  }

  /** Serves a document at `path` whose first script is `config` and whose second is `script`. */
  document(path, config, script, more) {
    const source = `/bundle-${this.origins.files.size}.js`;
    this.origins.files.set(source, { type: "text/javascript", body: script });
    this.origins.files.set(path, html(config, `<script src="${source}"></script>`, more));
  }

  /** Opens a page of the app and waits until its own code says that it is ready. */
  async load(path) {
    await this.visit(this.origin + path);
    await this.ready();
  }

  /** Opens a page that need not be the app's. */
  visit(url) {
    return this.#inTurn(() => this.page.goto(url));
  }

  async reload() {
    await this.#inTurn(() => this.page.reload());
    await this.ready();
  }

  async ready() {
    await within(
      "the page to be ready",
      this.page.evaluate(() => window.pipe.ready),
    );
  }

  /** Calls a function of the page's `window.pipe`. */
  call(name, ...words) {
    const asked = this.page.evaluate(([name, words]) => window.pipe[name](...words), [name, words]);
    return within(`pipe.${name}`, asked);
  }

  async close() {
    this.native.onScript = this.native.onMessage = this.native.onEval = null;
    await this.#queues.document;
    await this.context.close();
  }
}
