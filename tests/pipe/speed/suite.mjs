// The price of a request's headers in the page beside the SDK's own, in one run of one browser. What
// is claimed is that both decide alike; how they compare is told, not judged: the machine is shared.
import { within } from "../lib/wait.mjs";

const ORIGIN = "https://localhost";
const PATIENCE_MS = 120_000;

export async function speed(run) {
  const page = await run.browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<html></html>" }));
  await page.goto(`${ORIGIN}/`);
  await page.addScriptTag({ content: await run.bundler.page("speed.mjs") });
  const call = (name) =>
    within(
      name,
      page.evaluate((name) => window.pipe[name](), name),
      PATIENCE_MS,
    );
  run.claims.equal("our decisions are the SDK's, for 64 URLs", [], await call("same"));
  tell("in the page-load span", await call("inSpan"));
  tell("after it", await call("afterSpan"));
  await page.close();
}

function tell(when, figures) {
  for (const [urls, { ours, theirs }] of Object.entries(figures))
    console.log(
      `figure: ${when}, ${urls}: ours ${ours.toFixed(0)} ns, the SDK ${theirs.toFixed(0)} ns, ratio ${(ours / theirs).toFixed(1)}`,
    );
}
