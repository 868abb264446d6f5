// Answers generated cases, one a line, as tests/page_half does for the core: the other half of a comparison.

import { readFileSync } from 'node:fs';
import { open, sent } from './page.mjs';

const HEADERS = ['sentry-trace', 'baggage', 'traceparent'];

const { Spanferry, explain, startSpanferry } = open(process.argv[2]);
startSpanferry({ autoNavigation: false });
await new Promise(setImmediate);

/** The headers of a request afterwards, by their names in small letters; ids that were drawn become letters. */
async function request(existing, { traceId, spanId }) {
  const before = Object.fromEntries(existing);
  await globalThis.Capacitor.nativePromise('CapacitorHttp', 'request', {
    url: 'https://api.example.com/',
    headers: before,
  });
  const lines = Object.entries(sent.options.headers).map(([name, value]) => [
    name.toLowerCase(),
    before[name] === value ? value : value.replaceAll(traceId, 'T').replaceAll(spanId, 'S'),
  ]);
  return Object.fromEntries(
    HEADERS.map(header => [header, lines.filter(([name]) => name === header).map(([, value]) => value)]),
  );
}

async function answer({ options, incoming, url, existing }) {
  await Spanferry.configure({ options });
  const { reason, snapshot } = await Spanferry.continueTrace({ headers: Object.fromEntries(incoming) });
  const { traceId, parentSpanId, sampled, sampleRand, dsc } = snapshot;
  const explained = explain(url);
  return {
    reason,
    traceId: reason === 'continued' ? traceId : null,
    parentSpanId,
    sampled,
    sampleRand,
    dsc,
    url: explained.url,
    attach: explained.attach,
    because: explained.reason,
    index: explained.rule?.index ?? null,
    kind: explained.rule?.kind ?? null,
    request: await request(existing, snapshot),
  };
}

const answers = [];
for (const line of readFileSync(0, 'utf8').trim().split('\n'))
  answers.push(JSON.stringify(await answer(JSON.parse(line))));
// Timers of the page would keep the process.
process.stdout.write(answers.join('\n') + '\n', () => process.exit());
