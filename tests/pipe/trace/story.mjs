// The whole picture, step by step: one app on one phone, three backends, everyone's own Sentry SDK.
import { Webview } from "../lib/webview.mjs";
import { pause, until } from "../lib/wait.mjs";

/** How long after the end of the page-load span the trace must still hold, in milliseconds. */
const LATER_MS = 5000;
/** Longer than a root span of the SDK waits for more to happen, in milliseconds. */
const ROOT_MS = 1500;
/** Longer than the default limit of the background, in milliseconds. */
const NIGHT_MS = 31_000;

/** The actors; each step says what it did under a name, for the claims. */
export class Story {
  /** Trace ids of the native side after each chapter. */
  chapters = [];

  constructor({ native, screen, webview, services }) {
    Object.assign(this, { native, screen, webview, services });
  }

  /** `cold`: the native side has the options too, and starts the trace that the page goes on with. */
  static async begin(run, { sdk, cold }, services) {
    const { flask, node, page } = services;
    const shared = { dsn: page.dsn, tracesSampleRate: 1, release: "app@1.0", environment: "pipe" };
    const native = run.process();
    const screen = await native.open({ config: cold ? shared : {} });
    await native.startSentry(services.native.dsn);
    const webview = await Webview.open(run.browser, screen, { platform: "android" });
    const targets = `[/^http:\\/\\/127\\.0\\.0\\.1:(${flask.port}|${node.port})\\//]`;
    const options = `{ ...${JSON.stringify(shared)}, tracePropagationTargets: ${targets} }`;
    const socket = services.socket.url("/").replace("http", "ws");
    webview.document(
      "/",
      `{ options: ${options}, first: "${flask.url("/checkout")}", socket: "${socket}" }`,
      await run.bundler.page("app.mjs", sdk),
    );
    return new Story({ native, screen, webview, services });
  }

  /** Page load: the page calls Flask, which calls Node, while native code calls Node too. */
  async pageLoad() {
    const { native, screen, webview, services } = this;
    const loaded = webview.load("/");
    await screen.called("adopt");
    await Promise.all([loaded, native.okhttp(services.node.url("/stock"))]);
    await native.capture("native event");
    await webview.call("capture", "page event");
    await webview.call("ended");
  }

  /** Long after the page-load span: a span with a request, in the same trace. */
  async later() {
    await pause(LATER_MS);
    await this.webview.call("spanWith", "later work", "xhr", "GET", this.services.node.url("/stock"));
    await this.native.connection(this.services.node.url("/stock"));
    this.answer = await this.webview.call("greet");
    await this.close("page load");
  }

  async navigation() {
    await this.webview.call("navigate", "/second");
    await this.everyoneCalls("after navigation");
    await this.close("navigation");
  }

  async reload() {
    await this.webview.reload();
    await this.everyoneCalls("after reload");
    await this.close("reload");
  }

  /** The user leaves right after a navigation: its root span would write its trace back when it ends. */
  async night() {
    await this.webview.call("navigate", "/third");
    await this.settled();
    const evening = await this.native.snapshot();
    this.chapters.push({ title: "evening", state: evening });
    await this.screen.away(NIGHT_MS);
    await until("a new trace", async () => (await this.webview.call("traceId")) !== evening.traceId);
    await pause(ROOT_MS);
    await this.everyoneCalls("after the night");
    await this.close("night");
  }

  async everyoneCalls(text) {
    const { node } = this.services;
    await this.settled();
    // Without a root span the SDK's own header would name a span that it does not report.
    await this.webview.call("spanWith", text, "fetch", "GET", node.url("/stock"));
    await this.webview.call("capture", text);
    await this.native.okhttp(node.url("/stock"));
    await this.native.capture(`native ${text}`);
  }

  /** Waits for the native SDK's event: its transport has a thread of its own. */
  async reported(who, traceId) {
    const { fleet, names } = this.services;
    const there = ({ project, header }) => names[project] === who && header.trace?.trace_id === traceId;
    await until(`an event of the ${who}`, () => fleet.envelopes().some(there));
  }

  /** Waits until page and native side say the same trace. */
  async settled() {
    await until("one trace on both sides", async () => {
      const [page, state] = [await this.webview.call("traceId"), await this.native.snapshot()];
      return page === state.traceId;
    });
  }

  /** Ends a chapter: its trace as the native side has it, and all that was reported meanwhile. */
  async close(title) {
    const state = await this.native.snapshot();
    await this.webview.call("finish");
    await this.reported("native app", state.traceId);
    for (const name of ["flask", "node", "socket"]) await this.services[name].flush();
    this.chapters.push({ title, state, until: this.services.fleet.envelopes().length });
  }
}
