// Real preflights: what a server must allow, and what happens where it does not.
import { Backend, NAMES } from "../lib/backend.mjs";
import { Webview } from "../lib/webview.mjs";

const ANY_ORIGIN = { "access-control-allow-origin": "*" };

/** The two servers, and pages with and without CapacitorHttp that have both as targets. */
export async function cors(run) {
  const native = run.process();
  const allowed = await native.corsHeaders();
  run.claims.equal("cors_headers() names the three headers", NAMES.join(", "), allowed);
  const closed = await Backend.start(ANY_ORIGIN);
  const open = await Backend.start({ ...ANY_ORIGIN, "access-control-allow-headers": allowed });
  for (const way of ["fetch", "xhr"]) await servers(run, native, way, { closed, open });
  closed.close();
  open.close();
}

async function servers(run, native, way, { closed, open }) {
  await run.claims.group(`${way}, CapacitorHttp off`, async () => {
    const webview = await page(run, native, {
      http: false,
      targets: [closed, open].map(({ base }) => `${base}/target`),
    });
    await untargeted(run.claims, webview, way, closed);
    await refused(run.claims, webview, way, closed);
    await permitted(run.claims, webview, way, open);
    await webview.close();
  });
  await run.claims.group(`${way}, CapacitorHttp on`, async () => {
    const webview = await page(run, native, { http: true, targets: [`${closed.base}/target`] });
    await bridged(run.claims, webview, way, closed);
    await webview.close();
  });
}

async function page(run, native, { http, targets }) {
  const webview = await Webview.open(run.browser, await native.open({ http }), { platform: "android" });
  const options = JSON.stringify({ options: { tracePropagationTargets: targets } });
  webview.document("/", options, await run.bundler.page("sdk.mjs"));
  await webview.load("/");
  return webview;
}

async function untargeted(claims, webview, way, server) {
  const path = `/other/${way}`;
  claims.equal(
    "no target, server without a list: the request succeeds",
    200,
    await webview.call("request", way, "GET", server.base + path),
  );
  claims.equal("... without a preflight", 0, server.at(path, { preflights: true }).length);
  claims.equal("... and without trace headers", [0, 0, 0], server.at(path)[0].counts);
}

async function refused(claims, webview, way, server) {
  const url = `${server.base}/target/${way}`;
  const status = await webview.call("request", way, "GET", url);
  claims.holds("target, server without a list: the browser refuses", /failed/i.test(status), status);
  const [preflight] = server.at(`/target/${way}`, { preflights: true });
  const asked = preflight?.values("access-control-request-headers").join().split(",").sort();
  claims.equal("... after a preflight that asks for the three headers", [...NAMES].sort(), asked);
  claims.equal("... and the request never comes", 0, server.at(`/target/${way}`).length);
  const { attach, reason, rule } = await webview.call("explain", url);
  claims.equal(
    "explain says that a rule makes it a target, and which",
    [true, `${server.base}/target`],
    [attach, rule?.text],
  );
  claims.equal("explain names the reason", "target", reason.includes("target") ? "target" : reason);
}

async function permitted(claims, webview, way, server) {
  const path = `/target/open-${way}`;
  claims.equal(
    "target, server with cors_headers(): the request succeeds",
    200,
    await webview.call("request", way, "GET", server.base + path),
  );
  claims.equal("... after one preflight", 1, server.at(path, { preflights: true }).length);
  claims.equal("... with one line of each header", [1, 1, 1], server.at(path)[0].counts);
}

async function bridged(claims, webview, way, server) {
  for (const method of ["GET", "POST"]) {
    const path = `/target/native-${way}-${method}`;
    const status = await webview.call("request", way, method, server.base + path);
    claims.equal(`${method}: target, server without a list: the request succeeds`, 200, status);
    claims.equal(`${method}: ... without a preflight`, 0, server.at(path, { preflights: true }).length);
    claims.equal(`${method}: ... with one line of each header`, [1, 1, 1], server.at(path)[0]?.counts);
  }
}
