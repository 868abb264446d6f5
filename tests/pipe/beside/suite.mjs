// Beside @sentry/capacitor: its own init in the page, its Android plugin in the same activity.
import path from "node:path";
import { Backend } from "../lib/backend.mjs";
import { nodes } from "../lib/envelopes.mjs";
import { Fleet } from "../lib/services.mjs";
import { until } from "../lib/wait.mjs";
import { Webview } from "../lib/webview.mjs";
import { METHODS, WAYS, targets } from "../matrix/cells.mjs";

const PLUGIN = "io.sentry.capacitor.SentryCapacitor";

export async function beside(run) {
  const fleet = new Fleet({ ...run.options, work: path.join(run.options.work, "beside") });
  await fleet.startCollector();
  const backend = await Backend.start();
  for (const http of [true, false]) {
    const title = `@sentry/capacitor 4.4.0, CapacitorHttp ${http ? "on" : "off"}`;
    await run.claims.group(title, () => app(run, { fleet, backend, http }));
  }
  backend.close();
  run.claims.equal("the collector could read every envelope", [], await fleet.close());
}

async function app(run, { fleet, backend, http }) {
  const { claims } = run;
  const native = run.process();
  const screen = await native.open({ http, others: [PLUGIN] });
  const webview = await Webview.open(run.browser, screen, { platform: "android" });
  const { dsn } = fleet.dsn();
  const config = `{ options: { dsn: "${dsn}", ${targets("matching list", backend.base)} } }`;
  webview.document("/", config, await run.bundler.page("capacitor.mjs"));
  await webview.load("/");
  const traceId = await agreed(webview, native);
  await requests(claims, { webview, backend, traceId, http });
  await okhttp(claims, { native, backend, traceId });
  await events(claims, { webview, native, fleet, traceId });
  claims.equal("nothing went wrong in the page", [], webview.problems);
  await webview.close();
}

/** The trace, once page and native side have the same. */
function agreed(webview, native) {
  return until("one trace on both sides", async () => {
    const [page, { traceId }] = [await webview.call("traceId"), await native.snapshot()];
    return page === traceId && traceId;
  });
}

async function requests(claims, { webview, backend, traceId, http }) {
  for (const way of WAYS)
    for (const method of METHODS) {
      const at = `/r/beside-${http}-${way}-${method}`;
      claims.equal(`${way} ${method} is answered`, 200, await webview.call("request", way, method, backend.base + at));
      const seen = backend.at(at);
      claims.equal(
        `${way} ${method}: one request with one line of each header`,
        [[1, 1, 1]],
        seen.map(({ counts }) => counts),
      );
      claims.equal(`${way} ${method}: of the app's trace`, [traceId], [...new Set(seen[0].traceIds)]);
    }
}

async function okhttp(claims, { native, backend, traceId }) {
  const at = `/r/beside-okhttp-${traceId}`;
  await native.okhttp(backend.base + at);
  claims.equal("OkHttp: one line of each header", [1, 1, 1], backend.at(at)[0].counts);
  claims.equal("OkHttp: of the app's trace", [traceId], [...new Set(backend.at(at)[0].traceIds)]);
}

/** Both SDKs report to one project, the page's events by way of the native SDK's transport. */
async function events(claims, { webview, native, fleet, traceId }) {
  const told = [`page event ${traceId}`, `native event ${traceId}`];
  await webview.call("capture", told[0]);
  await native.capture(told[1]);
  await webview.call("flush");
  const found = () => nodes(fleet.envelopes()).filter(({ kind, name }) => kind === "event" && told.includes(name));
  await until("both events", () => found().length === 2);
  claims.equal(
    "the events of page and native SDK are in the app's trace",
    [traceId, traceId],
    found().map((event) => event.traceId),
  );
}
