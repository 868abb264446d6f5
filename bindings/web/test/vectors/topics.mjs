import { DSN, Mismatch, Placeholders, known, optionsOf, same } from './case.mjs';
import { open, sent } from './page.mjs';
import { merge } from '../../../../dist/esm/wire.js';

const renamed = {
  traceId: 'trace_id',
  spanId: 'propagation_span_id',
  parentSpanId: 'parent_span_id',
  sampled: 'sampled',
  sampleRand: 'sample_rand',
  dsc: 'dsc',
};

async function configured(options) {
  const { Spanferry, ...functions } = open();
  await Spanferry.configure({ options });
  return { Spanferry, ...functions };
}

/** The page pushes a trace. */
async function push(Spanferry, context) {
  const { epoch, revision } = await Spanferry.snapshot();
  const snapshot = { epoch, revision, sequence: 1 };
  for (const [ours, name] of Object.entries(renamed)) if (context[name] != null) snapshot[ours] = context[name];
  await Spanferry.adopt({ page: 'page', snapshot });
}

/** The context of a page whose headers are these. */
function contextOf({ sentry_trace, baggage }) {
  const [trace_id, propagation_span_id, flag] = sentry_trace.split('-');
  const members = (baggage ?? '').split(',').filter(member => member.includes('='));
  const dsc = members.map(member => [
    member.slice(7, member.indexOf('=')),
    decodeURIComponent(member.slice(member.indexOf('=') + 1)),
  ]);
  return { trace_id, propagation_span_id, sampled: flag && flag === '1', dsc };
}

const data = async Spanferry => {
  const headers = await Spanferry.getTraceData();
  return { sentry_trace: headers['sentry-trace'], baggage: headers.baggage, traceparent: headers.traceparent };
};

export async function propagation_targets({ input }, { expected, expectedV10 }) {
  known(input, 'url', 'targets', 'page');
  const targets = input.targets?.map(target =>
    typeof target === 'string' ? target : new RegExp(target.source, target.flags),
  );
  for (const [targetMatching, wanted] of [
    ['js10', expectedV10],
    ['js11', expected],
  ]) {
    if (wanted === undefined) continue;
    const { Spanferry, explain } = open(input.page);
    await Spanferry.configure({ options: { dsn: DSN, tracePropagationTargets: targets ?? undefined, targetMatching } });
    same(wanted, explain(input.url).rule !== null, targetMatching);
  }
}

/** Several lines of one header: an object of the page can name them in different letters only. */
function distinct(pairs) {
  const headers = {};
  for (let [name, value] of pairs) {
    for (let at = 0; name in headers && at < name.length; at++)
      name = name.slice(0, at) + name[at].toUpperCase() + name.slice(at + 1);
    if (name in headers) throw new Mismatch(`no other way to write ${name}`);
    headers[name] = value;
  }
  return headers;
}

export async function request_headers({ input }, { expected }) {
  known(input, 'existing', 'trace_data');
  const { Spanferry, startSpanferry } = open();
  const options = {
    dsn: DSN,
    tracePropagationTargets: ['example.com'],
    propagateTraceparent: !!input.trace_data.traceparent,
  };
  const stop = startSpanferry({ ...options, autoNavigation: false });
  await new Promise(setImmediate);
  await push(Spanferry, contextOf(input.trace_data));
  const before = distinct(input.existing);
  await globalThis.Capacitor.nativePromise('CapacitorHttp', 'request', {
    url: 'https://api.example.com/',
    headers: before,
  });
  stop();
  same(distinct(input.existing), before, "the caller's object");
  const after = sent.options.headers;
  const changed = Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
  const gone = [...new Set(Object.keys(before).map(name => name.toLowerCase()))].filter(
    name => !Object.keys(after).some(other => other.toLowerCase() === name),
  );
  const unchanged = !Object.keys(changed).length && !gone.length;
  if (expected.unchanged) return same(true, unchanged, 'unchanged');
  same(expected.set, Object.fromEntries(Object.keys(expected.set).map(name => [name, after[name]])), 'set');
  same(
    Object.keys(changed).filter(name => !(name in expected.set)),
    [],
    'set beyond',
  );
  same(expected.remove ?? [], gone, 'remove');
  const lines = Object.keys(after).filter(name => name.toLowerCase() in expected.set);
  same(Object.keys(expected.set).length, lines.length, 'lines');
}

export async function baggage_merge({ input }, { expected }) {
  known(input, 'existing', 'incoming');
  const existing = [input.existing ?? []].flat().join(',');
  const wanted = typeof expected === 'string' || expected === null ? expected : expected.js;
  same(wanted, merge(existing, input.incoming) || null, 'baggage');
}

export async function meta_tags({ input }, { expected }) {
  known(input, 'kind', 'trace_data', 'options', 'context', 'html');
  if (input.kind === 'extract') {
    return extract(input.html, expected);
  }
  const options = { ...optionsOf(input.options ?? {}) };
  let context = input.context;
  if (input.kind === 'render') {
    const tags = Object.fromEntries(input.trace_data);
    if (!input.trace_data.length) return same(expected, (await configured({})).getTraceMetaTags(), 'html');
    known(tags, 'sentry-trace', 'baggage', 'traceparent');
    options.propagateTraceparent = 'traceparent' in tags;
    context = contextOf({ sentry_trace: tags['sentry-trace'], baggage: tags.baggage });
  }
  const { Spanferry, getTraceMetaTags } = await configured(options);
  await push(Spanferry, context);
  same(expected, getTraceMetaTags(), 'html');
  same(getTraceMetaTags(), (await Spanferry.getTraceMetaTags()).html, 'plugin');
}

/** A page must lead to the same state as the headers that its tags are expected to hold. */
async function extract(html, headers) {
  const options = { dsn: DSN, sampleRand: 0.5 };
  const held = async ({ reason, snapshot }) => [
    reason,
    snapshot.traceId,
    snapshot.parentSpanId,
    snapshot.sampled,
    snapshot.dsc,
  ];
  const page = await held(await (await configured(options)).Spanferry.continueFromMeta({ html }));
  const wanted = Object.entries({ 'sentry-trace': headers.sentry_trace, baggage: headers.baggage }).filter(
    ([, value]) => value !== null,
  );
  const other = await held(
    await (await configured(options)).Spanferry.continueTrace({ headers: Object.fromEntries(wanted) }),
  );
  // A trace that nobody named is drawn, and so another one each time.
  if (page[0] !== 'continued') page[1] = other[1];
  same(other, page, 'state');
}

export async function traceparent({ input }, { expected }) {
  known(input, 'header');
  const { Spanferry } = await configured({ dsn: DSN, propagateTraceparent: true });
  const { reason, snapshot } = await Spanferry.continueTrace({
    headers: input.header == null ? {} : { Traceparent: input.header },
  });
  same(expected !== null, reason === 'continued', 'continued');
  if (!expected) return;
  same(expected.trace_id, snapshot.traceId, 'trace_id');
  same(expected.span_id, snapshot.parentSpanId, 'span_id');
  // Without the flag a decision is open, not negative: W3C knows no deferred one.
  same(expected.sampled || null, snapshot.sampled, 'sampled');
}

async function receive(Spanferry, incoming) {
  known(incoming, 'sentry_trace', 'baggage');
  if (!incoming) return void (await Spanferry.startNewTrace());
  const headers = Object.entries({ 'sentry-trace': incoming.sentry_trace, Baggage: incoming.baggage }).filter(
    ([, value]) => value != null,
  );
  return (await Spanferry.continueTrace({ headers: Object.fromEntries(headers) })).reason;
}

export async function trace_continuation({ input }, { expected }) {
  known(input, 'options', 'random', 'incoming', 'span');
  const { Spanferry } = await configured({ ...optionsOf(input.options), sampleRand: input.random });
  const reason = await receive(Spanferry, input.incoming);
  const held = await Spanferry.snapshot();
  if (input.span) await Spanferry.beginRootSpan(input.span);
  const actual = {
    ...(await data(Spanferry)),
    continued: reason === 'continued',
    trace_id: held.traceId,
    parent_span_id: held.parentSpanId,
    parent_sampled: held.sampled,
    sample_rand: held.sampleRand,
  };
  await Spanferry.endRootSpan();
  actual.dsc = (await Spanferry.snapshot()).dsc;
  new Placeholders().fits(expected, actual);
}

export async function lifecycle({ input }, { expected }) {
  known(input, 'traces_sample_rate', 'random', 'meta', 'steps');
  const options = random => ({ ...optionsOf({ traces_sample_rate: input.traces_sample_rate }), sampleRand: random });
  const { Spanferry } = await configured(options(input.random));
  const tags = Object.entries(input.meta ?? {}).map(([name, content]) => `<meta name="${name}" content="${content}">`);
  if (tags.length) await Spanferry.continueFromMeta({ html: tags.join('') });
  else await Spanferry.lifecycle({ event: 'page_load' });
  await Spanferry.beginRootSpan({ name: '/', source: 'url' });
  const answers = [];
  for (const step of input.steps) {
    if (step === 'data') answers.push(await data(Spanferry));
    else if (step === 'end') await Spanferry.endRootSpan();
    else if (step === 'new_trace') answers.push(await newTraceAside(options(input.random)));
    else if (step.navigate) {
      await Spanferry.lifecycle({ event: 'navigation' });
      await Spanferry.beginRootSpan(step.navigate);
    } else if ('random' in step) await Spanferry.configure({ options: options(step.random) });
    else throw new Mismatch(`unknown step ${JSON.stringify(step)}`);
  }
  same(expected.length, answers.length, 'answers');
  const ids = new Placeholders();
  answers.forEach((answer, at) => ids.fits(expected[at], answer, `${at}`));
}

/** A trace inside a callback touches no other: that of a page of its own. */
async function newTraceAside(options) {
  const { Spanferry } = await configured(options);
  await Spanferry.startNewTrace();
  return data(Spanferry);
}
