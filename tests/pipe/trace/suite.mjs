// One trace from the page to the backends, in envelopes that everyone's own SDK has sent.
import fs from "node:fs";
import path from "node:path";
import { Fleet, services } from "../lib/services.mjs";
import { nodes } from "../lib/envelopes.mjs";
import { chapters } from "./chapters.mjs";
import { Story } from "./story.mjs";

const VERSIONS = [
  { sdk: 10, cold: true, title: "@sentry/browser 10, a trace that the native side started" },
  { sdk: 11, cold: false, title: "@sentry/browser 11, a trace that the page started" },
];

/** The story with each version of the browser SDK; gives the last one's envelopes and senders. */
export async function trace(run) {
  let kept;
  for (const version of VERSIONS.filter(({ sdk }) => !run.options.sdk || sdk === Number(run.options.sdk))) {
    await run.claims.group(version.title, async () => {
      kept = await tell(run, version);
    });
  }
  return kept && JSON.stringify(kept);
}

async function tell(run, version) {
  const fleet = new Fleet({ ...run.options, work: path.join(run.options.work, `trace-${version.sdk}`) });
  try {
    const cast = await hire(fleet);
    const story = await Story.begin(run, version, cast);
    for (const step of ["pageLoad", "later", "navigation", "reload", "night"]) await story[step]();
    const envelopes = fleet.envelopes();
    judge(run.claims, story, envelopes, cast.names);
    run.claims.equal("nothing went wrong in the page", [], story.webview.problems);
    await story.webview.close();
    return { envelopes, names: cast.names, traceId: story.chapters[0].state.traceId };
  } finally {
    const refused = await fleet.close();
    run.claims.equal("the collector could read every envelope", [], refused);
  }
}

async function hire(fleet) {
  fs.mkdirSync(fleet.work, { recursive: true });
  await fleet.startCollector();
  const [page, native] = [fleet.dsn(), fleet.dsn()];
  const [node, socket] = await Promise.all([
    fleet.startNode("node_service.mjs"),
    fleet.startNode("socket_service.mjs", services),
  ]);
  const flask = await fleet.startFlask(node);
  const cast = { fleet, page, native, node, socket, flask };
  const titles = {
    page: "page",
    native: "native app",
    node: "Node service",
    socket: "WebSocket service",
    flask: "Flask service",
  };
  cast.names = Object.fromEntries(Object.keys(titles).map((name) => [cast[name].project, titles[name]]));
  return cast;
}

function judge(claims, story, envelopes, names) {
  const told = chapters(story.chapters, envelopes, names);
  const [load, navigation, reload, evening, night] = told;
  claims.different(
    "page load, navigation, reload, navigation and a night make five traces",
    told.map(({ state }) => state.traceId),
  );
  claims.equal(
    "page load: everyone reports in one trace",
    ["Flask service", "Node service", "WebSocket service", "native app", "page"],
    load.reporters,
  );
  claims.equal("nobody reports anything outside these traces", [], strangers(envelopes, told, names));
  for (const chapter of told) {
    claims.equal(`${chapter.title}: every parent is reported`, [], chapter.orphans([chapter.state.spanId]));
  }
  for (const chapter of [load, navigation, reload]) {
    claims.equal(`${chapter.title}: there is one sampling decision`, chapter.decisions.slice(0, 1), chapter.decisions);
    claims.equal(`${chapter.title}: ... and everyone tells it`, [], chapter.undecided);
  }
  pageLoad(claims, story, load);
  for (const chapter of [navigation, night]) {
    claims.equal(
      `${chapter.title}: page, native app and Node are in it`,
      ["Node service", "native app", "page"],
      chapter.reporters,
    );
    claims.equal(
      `${chapter.title}: Node had the page's and the native request`,
      2,
      chapter.of("Node service", "transaction").length,
    );
  }
  claims.equal(
    "reload: the page calls Flask again",
    ["Flask service", "Node service", "native app", "page"],
    reload.reporters,
  );
  claims.equal(
    "reload: Node had Flask's, the page's and the native request",
    3,
    reload.of("Node service", "transaction").length,
  );
  claims.equal("evening: only the page is in it", ["page"], evening.reporters);
  claims.equal("the trace after the night was started by the native side", "lifecycle", night.state.source);
}

function pageLoad(claims, story, load) {
  const root = load.of("page", "transaction").find(({ op }) => op === "pageload");
  claims.holds("the page reports its page load", Boolean(root), load.of("page"));
  const flask = load.of("Flask service", "transaction")[0];
  const inside = load.of("page").find(({ spanId }) => spanId === flask?.parentSpanId);
  claims.holds("Flask's transaction hangs under a span of the page", Boolean(inside), flask);
  const later = load.of("page").find(({ name }) => name === "later work");
  claims.holds("a span 5 s after the page load's end is in its trace", later?.start > root?.end + 4900, later);
  const socket = load.of("WebSocket service", "transaction");
  claims.equal("the WebSocket service works in the page's trace", 1, socket.length);
  claims.equal("the WebSocket service says so itself", load.state.traceId, story.answer["sentry-trace"].split("-")[0]);
  claims.equal(
    "four requests reached Node: Flask's, OkHttp's, the later XHR's and HttpURLConnection's",
    4,
    load.of("Node service", "transaction").length,
  );
}

function strangers(envelopes, told, names) {
  const known = new Set(told.map(({ state }) => state.traceId));
  const others = nodes(envelopes).filter(({ traceId }) => !known.has(traceId));
  return others.map(({ project, kind, name, traceId }) => `${names[project]}: ${kind} ${name} in ${traceId}`);
}
