// The native side starts the trace; the first page of the app goes on with it, and nobody else does.
import { html } from "../lib/origin.mjs";
import { Webview } from "../lib/webview.mjs";
import { pause } from "../lib/wait.mjs";

const FOREIGN = "https://elsewhere.example";
const CONFIG = { dsn: "https://pagekey@o41.ingest.example.com/1", tracesSampleRate: 1 };
/** A limit that a test can outlive, in milliseconds. */
const SHORT_MS = 400;

export async function coldstart(run) {
  const native = run.process();
  const screen = await native.open({ config: CONFIG, http: false });
  // The offer stands until a page with our layer is there, so the unmodified pages come first.
  for (const [sdk, layer] of [
    [10, "unmodified"],
    [11, "unmodified"],
    [10, "with the integration"],
  ]) {
    const webview = await open(run, screen, { sdk, layered: layer !== "unmodified" });
    await run.claims.group(`@sentry/browser ${sdk}, ${layer}`, () => start(run.claims, native, webview, layer));
    await webview.close();
  }
  await run.claims.group("A page that comes later than the limit", () => late(run));
}

async function start(claims, native, webview, layer) {
  const cold = await native.snapshot();
  claims.equal("the trace is the native side's own", "native_auto", cold.source);
  await foreign(claims, webview, cold);
  await webview.load("/");
  claims.equal("the first page goes on with it", cold.traceId, await webview.call("traceId"));
  claims.equal("... with its decision", true, cold.sampled);
  claims.equal("... and its headers say so", `${cold.traceId} 1`, await sent(webview));
  claims.holds("a frame in that page does not", (await framed(webview)) !== cold.traceId, cold.traceId);
  if (layer !== "unmodified") await agreed(claims, native, cold);
  await webview.reload();
  claims.holds("a reload is a trace of its own", (await webview.call("traceId")) !== cold.traceId, cold.traceId);
  claims.equal("nothing went wrong in the page", [], webview.problems);
}

async function open(run, screen, { sdk, layered }) {
  const webview = await Webview.open(run.browser, screen, { platform: "android" });
  const script = await run.bundler.page("sdk.mjs", sdk);
  webview.document("/", `{ bare: ${!layered} }`, script);
  webview.document("/frame.html", "{ bare: true }", script);
  await webview.origins.foreign(FOREIGN, html("{ bare: true }", inline(script)));
  return webview;
}

const inline = (script) => `<script>${script.replaceAll("</script", "<\\/script")}</script>`;

async function foreign(claims, webview, cold) {
  await webview.visit(`${FOREIGN}/`);
  await webview.ready();
  claims.holds(
    "a page of another origin does not go on with it",
    (await webview.call("traceId")) !== cold.traceId,
    cold.traceId,
  );
}

/** Trace id and flag of what the page would send. */
async function sent(webview) {
  const [traceId, , flag] = (await webview.call("sentryTrace")).split("-");
  return `${traceId} ${flag}`;
}

async function framed(webview) {
  return webview.page.evaluate(async () => {
    const frame = document.createElement("iframe");
    frame.src = "/frame.html";
    const loaded = new Promise((resolve) => (frame.onload = resolve));
    document.body.append(frame);
    await loaded;
    await frame.contentWindow.pipe.ready;
    return frame.contentWindow.pipe.traceId();
  });
}

async function agreed(claims, native, cold) {
  await pause(300);
  const after = await native.snapshot();
  claims.equal("the native side keeps the trace that the page took", cold.traceId, after.traceId);
}

async function late(run) {
  const native = run.process();
  const screen = await native.open({ config: { ...CONFIG, handoverLimitMs: SHORT_MS }, http: false });
  const cold = await native.snapshot();
  const webview = await open(run, screen, { sdk: 10, layered: false });
  run.claims.holds(
    "the trace is offered",
    screen.scripts().some(({ text }) => text.includes(cold.traceId)),
    screen.scripts().length,
  );
  await pause(SHORT_MS + 200);
  await webview.load("/");
  run.claims.holds("starts a trace of its own", (await webview.call("traceId")) !== cold.traceId, cold.traceId);
  await webview.close();
}
