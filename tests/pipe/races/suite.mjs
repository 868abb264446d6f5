// Random interleavings on two webviews of one app, with bridge messages that take their time: all
// sides end on the same state.
import { randomInt } from "node:crypto";
import { Webview } from "../lib/webview.mjs";
import { pause } from "../lib/wait.mjs";
import { generator } from "./random.mjs";
import { STEPS, interleaving } from "./steps.mjs";

const LONGEST_DELAY_MS = 40;
const PATIENCE_MS = 30_000;
/** Apps that race at the same time: they wait most of the time. */
const APPS = 2;

export async function races(run) {
  const seed = Number(run.options.seed ?? randomInt(2 ** 31));
  const rounds = Number(run.options.rounds ?? 200);
  await run.claims.group(`${rounds} interleavings, seed ${seed}`, async () => {
    const problems = await Promise.all(Array.from({ length: APPS }, (_, first) => app(run, seed, first, rounds)));
    run.claims.equal("nothing went wrong in the pages", [], problems.flat());
  });
}

/** Every round of its share, from `first` on, in an app of its own; what went wrong in its pages. */
async function app(run, seed, first, rounds) {
  const app = await open(run);
  for (let round = first; round < rounds; round += APPS) await race(run.claims, app, seed, round);
  await app.close();
  return [...app.a.problems, ...app.b.problems];
}

async function open(run) {
  const native = run.process();
  const screens = [await native.open({ http: false }), await native.open({ http: false })];
  const [a, b] = [await webview(run, screens[0], "android"), await webview(run, screens[1], "ios")];
  const close = () => Promise.all([a.close(), b.close()]);
  return { native, screen: screens[1], a, b, close };
}

async function webview(run, screen, platform) {
  const webview = await Webview.open(run.browser, screen, { platform });
  webview.document("/", "{}", await run.bundler.page("racer.mjs"));
  await webview.load("/");
  return webview;
}

async function race(claims, app, seed, round) {
  const random = generator(seed + round);
  const steps = interleaving(random);
  const slow = () => pause(random.below(LONGEST_DELAY_MS));
  app.a.delay = app.b.delay = slow;
  for (const name of steps) await STEPS[name](app, random);
  app.a.delay = app.b.delay = null;
  const states = await settled(app);
  claims.equal(`${round}: all sides say the same after ${steps.join(", ")}`, [], states);
}

/** The states that differ once nothing moves any more; none if all agree. */
async function settled(app) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const states = await all(app);
    const same = new Set(Object.values(states)).size === 1;
    if (same && (await still(app, states))) return [];
    if (performance.now() > end) return Object.entries(states).map(([who, state]) => `${who}: ${state}`);
    await pause(20);
  }
}

/** Whether it stays so: a message may still be on its way. */
async function still(app, before) {
  await pause(60);
  return JSON.stringify(await all(app)) === JSON.stringify(before);
}

async function all({ native, a, b }) {
  const { headers } = await native.snapshot();
  return { native: shown(headers), a: shown(await a.call("headers")), b: shown(await b.call("headers")) };
}

/** What every request says of the trace and its sampling, span ids left out. */
function shown(headers) {
  const [traceId, , flag] = (headers["sentry-trace"] ?? "").split("-");
  const members = (headers.baggage ?? "").split(",").map((member) => member.trim());
  const told = ["trace_id", "sampled", "sample_rand"].map((name) =>
    members.find((m) => m.startsWith(`sentry-${name}=`)),
  );
  return [traceId, flag, ...told].join(" ");
}
