// The price of a request's headers beside the SDK's own, in Chromium and in Node, each in one run.
// What is claimed is that both decide alike; how they compare is told, not judged: the machine is shared.
import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { within } from "../lib/wait.mjs";

const ORIGIN = "https://localhost";
const PATIENCE_MS = 120_000;
const NODE = path.join(path.dirname(fileURLToPath(import.meta.url)), "node.mjs");

export async function speed(run) {
  const script = await run.bundler.page("speed.mjs");
  for (const [where, measured] of [
    ["Chromium", await inChromium(run.browser, script)],
    ["Node", await inNode(script)],
  ]) {
    run.claims.equal(`our decisions are the SDK's, for 64 URLs, in ${where}`, [], measured.same);
    tell(`${where}, in the page-load span`, measured.inSpan);
    tell(`${where}, after it`, measured.afterSpan);
  }
}

async function inChromium(browser, script) {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<html></html>" }));
  await page.goto(`${ORIGIN}/`);
  await page.addScriptTag({ content: script });
  const measured = {};
  for (const name of ["same", "inSpan", "afterSpan"])
    measured[name] = await within(
      name,
      page.evaluate((name) => window.pipe[name](), name),
      PATIENCE_MS,
    );
  await page.close();
  return measured;
}

async function inNode(script) {
  const running = promisify(execFile)(process.execPath, [NODE]);
  running.child.stdin.end(script);
  const { stdout } = await within("node", running, PATIENCE_MS);
  return JSON.parse(stdout);
}

function tell(when, figures) {
  for (const [urls, { ours, theirs }] of Object.entries(figures))
    console.log(
      `figure: ${when}, ${urls}: ours ${ours.toFixed(0)} ns, the SDK ${theirs.toFixed(0)} ns, ours ${(theirs / ours).toFixed(1)} times as fast`,
    );
}
