// What the headers of one request cost: ours, and those of the SDK with its own matching.
import * as Sentry from "@sentry/browser";
import { getTraceData, shouldPropagateTraceForUrl } from "@sentry/core";
import { headersFor, spanferryIntegration } from "capacitor-spanferry";

const TARGETS = [
  "https://api.example.com",
  /^https:\/\/[a-z]+\.shop\.example\//,
  "/graphql",
  /\/v[0-9]+\/orders/,
  /^\/api\//,
];
const HOSTS = ["api.example.com", "eu.shop.example", "cdn.example.net", "img.example.org"];

/** 64 URLs that take turns, so that nothing is gained by keeping results; one half are targets. */
const URLS = Array.from({ length: 64 }, (_, i) => `https://${HOSTS[i % 4]}/assets/${i}/${"x".repeat(i % 7)}?page=${i}`);

Sentry.init({
  dsn: "https://pagekey@o41.ingest.example.com/1",
  release: "app@1.0",
  environment: "pipe",
  tracesSampleRate: 1,
  tracePropagationTargets: TARGETS,
  transport: () => ({ send: async () => ({}), flush: async () => true }),
  integrations: [
    Sentry.browserTracingIntegration({ finalTimeout: 600_000, idleTimeout: 600_000 }),
    spanferryIntegration(),
  ],
});

const ours = (url) => headersFor(url);
const theirs = (url) => (shouldPropagateTraceForUrl(url, TARGETS) ? getTraceData() : {});

/** Nanoseconds for one call, over `rounds` times all URLs. */
function time(work, urls, rounds) {
  let sent = 0;
  const start = performance.now();
  for (let round = 0; round < rounds; round++) for (const url of urls) sent += work(url)["sentry-trace"] ? 1 : 0;
  const took = performance.now() - start;
  return { sent, each: (took * 1e6) / (rounds * urls.length) };
}

/** Both ways in turn, many times: the medians, and how often each sent headers. */
function compare(urls) {
  const samples = { ours: [], theirs: [] };
  const sent = {};
  for (let i = 0; i < 25; i++)
    for (const [name, work] of Object.entries({ ours, theirs })) {
      const { sent: count, each } = time(work, urls, 100);
      samples[name].push(each);
      sent[name] = count;
    }
  const median = (list) => list.slice(5).sort((a, b) => a - b)[10];
  return { ours: median(samples.ours), theirs: median(samples.theirs), sent };
}

const targets = URLS.filter((_, i) => i % 4 < 2);
const others = URLS.filter((_, i) => i % 4 >= 2);

window.pipe = {
  ready: Promise.resolve(),
  inSpan: () => ({ targets: compare(targets), others: compare(others), all: compare(URLS) }),
  afterSpan: () => {
    Sentry.getActiveSpan()?.end();
    return { targets: compare(targets), others: compare(others), all: compare(URLS) };
  },
  same: () => URLS.filter((url) => Boolean(ours(url)["sentry-trace"]) !== Boolean(theirs(url)["sentry-trace"])),
};
