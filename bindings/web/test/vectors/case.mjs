// What the topics share: cases, comparison, placeholders for ids that somebody drew.

export class Mismatch extends Error {}
export class Skipped extends Error {}

export const DSN = 'https://49d0f7386ad645858ae85020e393bef3@o42.ingest.sentry.io/5390094';

/** What we must answer: `recommended` goes before the SDK's own answer. */
export function expectation(test) {
  const fields = ['name', 'input', 'expected', 'expected_v10', 'expected_tuple_origin', 'recommended', 'peers', 'tags'];
  known(test, ...fields);
  const tags = new Set(test.tags ?? []);
  if (tags.has('sdk-only') || (tags.has('js-quirk') && !('recommended' in test))) throw new Skipped();
  const opaque = 'expected_tuple_origin' in test;
  return {
    expected: test.recommended ?? test.expected_tuple_origin ?? test.expected,
    expectedV10: opaque ? undefined : (test.expected_v10 ?? test.expected),
  };
}

export function known(object, ...fields) {
  const unknown = Object.keys(object ?? {}).find(key => !fields.includes(key));
  if (unknown) throw new Mismatch(`unknown field ${unknown}`);
}

/** Compares by value; null and an absent member mean the same. */
export function same(expected, actual, place = '') {
  if (expected == null && actual == null) return;
  const both = typeof expected === 'object' && typeof actual === 'object' && expected && actual;
  if (!both) {
    if (expected !== actual)
      throw new Mismatch(`${place}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
    return;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
    same(expected[key], actual[key], `${place}.${key}`);
}

/** The options of a vector as a program writes them. */
export function optionsOf(vector = {}) {
  known(
    vector,
    'dsn',
    'release',
    'environment',
    'org_id',
    'strict',
    'traces_sample_rate',
    'traces_sampler',
    'replay_id',
    'propagate_traceparent',
  );
  // Samplers are for Rust and C.
  if (vector.traces_sampler) throw new Skipped();
  const rate = vector.traces_sample_rate;
  return {
    dsn: vector.dsn === undefined ? DSN : (vector.dsn ?? undefined),
    release: vector.release ?? 'myapp@1.2.3',
    environment: vector.environment ?? 'production',
    orgId: vector.org_id ?? undefined,
    strictTraceContinuation: vector.strict ?? undefined,
    replayId: vector.replay_id ?? undefined,
    propagateTraceparent: vector.propagate_traceparent ?? undefined,
    tracesSampleRate:
      rate == null ? undefined : typeof rate === 'number' ? rate : typeof rate === 'boolean' ? +rate : NaN,
  };
}

/** Ids that the SDK drew stand as {name} in the vectors: the same name is the same id. */
export class Placeholders {
  ids = new Map();

  fits(expected, actual, place = '') {
    if (typeof expected === 'string' && typeof actual === 'string') return this.text(expected, actual, place);
    if (!expected || typeof expected !== 'object' || !actual || typeof actual !== 'object')
      return same(expected, actual, place);
    if (Array.isArray(expected) && expected.length !== actual.length) return same(expected, actual, place);
    // The parent of a span is on no wire.
    const keys = Object.keys(expected).filter(key => key !== 'span_parent_span_id');
    keys.forEach(key => this.fits(expected[key], actual[key], `${place}.${key}`));
  }

  text(expected, actual, place) {
    const names = [];
    const escape = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = expected.split(/\{([^}]*)\}/).map((part, at) => {
      if (at % 2 === 0) return escape(part);
      names.push(part);
      return `([0-9a-f]{${part.includes('trace') ? 32 : 16}})`;
    });
    const found = new RegExp(`^${pattern.join('')}$`).exec(actual);
    const fits = found && names.every((name, at) => this.bind(name, found[at + 1]));
    if (!fits) throw new Mismatch(`${place}: expected ${expected}, got ${actual}`);
  }

  /** Two traces are two ids; a span id may be the stable one of its trace under several names. */
  bind(name, id) {
    if (this.ids.has(name)) return this.ids.get(name) === id;
    if (id.length === 32 && [...this.ids.values()].includes(id)) return false;
    this.ids.set(name, id);
    return true;
  }
}
