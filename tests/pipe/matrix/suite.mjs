// Every way to make a request, on both shapes of the bridge, with and without a Sentry SDK.
import { Backend, NAMES } from "../lib/backend.mjs";
import { Webview } from "../lib/webview.mjs";
import { METHODS, SDKS, WAYS, expected, pages, targets } from "./cells.mjs";
import { table } from "./table.mjs";

const PAGE = { "SDK 10": ["sdk.mjs", 10], "SDK 11": ["sdk.mjs", 11], none: ["plain.mjs", 10] };

export async function matrix(run) {
  const backend = await Backend.start();
  const native = run.process();
  const results = [];
  for (const page of pages()) {
    const title = `${page.platform}, CapacitorHttp ${page.http}, ${page.sdk}, ${page.list}`;
    await run.claims.group(title, async () => results.push(...(await onePage(run, native, backend, page))));
  }
  await run.claims.group("The app's own origin, targets unset", async () => {
    for (const sdk of SDKS) await own(run, native, sdk);
  });
  await run.claims.group("The same page without our layer, for comparison", () => bare(run, native, backend));
  backend.close();
  const text = table(results);
  console.log(text);
  return text;
}

async function onePage(run, native, backend, cell) {
  const { platform, http, sdk, list } = cell;
  const screen = await screenOf(native, http);
  const webview = await Webview.open(run.browser, screen, { platform });
  const config = `{ options: { ${targets(list, backend.base)} } }`;
  webview.document("/", config, await run.bundler.page(...PAGE[sdk]));
  await webview.load("/");
  const results = [];
  for (const way of WAYS)
    for (const method of METHODS) {
      const { counts, traceIds } = await one(webview, backend, way, method);
      const result = { ...cell, way, method, counts, traceIds };
      run.claims.equal(`${way} ${method}: ${words(expected(result))}`, expected(result), counts);
      results.push(result);
    }
  const traces = [...new Set(results.flatMap(({ traceIds }) => traceIds))];
  const { traceId } = await native.snapshot();
  run.claims.equal(
    "all headers name one trace, the native side's",
    traces.slice(0, 1).map(() => traceId),
    traces,
  );
  run.claims.equal("nothing went wrong in the page", [], webview.problems);
  await webview.close();
  return results;
}

/** Unset targets and the app's own origin: that is where what the page sends itself carries the trace. */
async function own(run, native, sdk) {
  const webview = await Webview.open(run.browser, await screenOf(native, "off"), { platform: "android" });
  webview.document("/", "{}", await run.bundler.page(...PAGE[sdk]));
  await webview.load("/");
  for (const way of ["fetch", "xhr"]) {
    await webview.call("request", way, "GET", `/own/${way}`);
    const { headers } = webview.origins.seen.find(({ pathname }) => pathname === `/own/${way}`);
    const there = NAMES.map((name) => name in headers);
    run.claims.equal(`${sdk}: ${way} GET to the app's origin carries all headers`, [true, true, true], there);
  }
  await webview.close();
}

/** What the table would say of the SDK alone: the reason why the rest proves something. */
async function bare(run, native, backend) {
  const webview = await Webview.open(run.browser, await screenOf(native, "on"), { platform: "android" });
  const config = `{ bare: true, options: { ${targets("matching list", backend.base)} } }`;
  webview.document("/", config, await run.bundler.page(...PAGE["SDK 10"]));
  await webview.load("/");
  for (const [way, lines] of [
    ["fetch", 1],
    ["xhr", 0],
    ["direct", 0],
  ]) {
    const { counts } = await one(webview, backend, way, "GET");
    run.claims.equal(`${way} GET, CapacitorHttp on: ${lines} lines of each header`, [lines, lines, lines], counts);
  }
  await webview.close();
}

/** The process's activity whose CapacitorHttp is on or off: each is started once. */
const screens = new Map();
async function screenOf(native, http) {
  if (!screens.has(http)) screens.set(http, await native.open({ http: http === "on" }));
  return screens.get(http);
}

const words = (counts) => (counts[0] ? "one line of each header" : "no line of any header");

let requests = 0;

async function one(webview, backend, way, method) {
  const path = `/r/${++requests}`;
  const status = await webview.call("request", way, method, backend.base + path);
  if (status !== 200) throw new Error(`${way} ${method}: ${status}; ${webview.problems}`);
  const seen = backend.at(path);
  if (seen.length !== 1) throw new Error(`${way} ${method} arrived ${seen.length} times`);
  return seen[0];
}
