// The plugin in a plain browser, where there is no native half: what the core decides for a native
// app, for the one page there is. Native apps never load this file. Both are held to the same vectors.

import { WebPlugin } from '@capacitor/core';

import type { Change, Continuation, Outcome, Snapshot, Source, SpanferryPlugin } from './definitions';
import {
  baggageFor,
  configure,
  continued,
  dataOf,
  draw,
  explain,
  getTraceData,
  getTraceMetaTags,
  headersFor,
  linesOf,
  metaOf,
  mirror,
  type Read,
  type Trace,
} from './mirror';
import { VERSION } from './version';
import { membersOf, trim } from './wire';

type Pairs = [string, string][];

/** The plugin's methods; Capacitor makes promises of what they return. */
type Methods = {
  [K in Exclude<keyof SpanferryPlugin, keyof WebPlugin>]: (
    ...given: Parameters<SpanferryPlugin[K]>
  ) => Awaited<ReturnType<SpanferryPlugin[K]>>;
};

/** The ids of a `traceparent`, and its flag if it says yes; version 00 has nothing after the flags. */
const W3C =
  /^\s*(?!ff|00-.{52}\S)[\da-f]{2}-(?!0{32})([\da-f]{32}-(?!0{16})[\da-f]{16})-[\da-f](?:([13579bdf])|[\da-f])(?:-.*)?\s*$/;

/** The plugin for the page. */
export function plugin(): WebPlugin & Methods {
  const base = new WebPlugin() as WebPlugin & { notifyListeners(name: string, snapshot: Snapshot): void };
  const epoch = Date.now();
  let reason = 'created';
  /** The revision of the last trace that the page did not set itself. */
  let others = 0;

  const snapshot = (): Snapshot => {
    const headers = { 'sentry-trace': null, baggage: null, traceparent: null, ...dataOf(mirror.trace) };
    return {
      ...mirror.trace,
      version: 1,
      epoch,
      source: mirror.source,
      revision: mirror.revision,
      reason,
      headers,
    } as Snapshot;
  };
  const unchanged = (outcome: Outcome = 'unchanged'): Change => ({ outcome, snapshot: snapshot() });
  /** Counts a change and tells of it, unless the page itself pushed it. */
  const changed = (outcome: Outcome, quiet?: boolean): Change => {
    mirror.revision++;
    // The options say again what the context is.
    mirror.trace.headers = {};
    if (!quiet) base.notifyListeners('change', snapshot());
    return unchanged(outcome);
  };
  /** Starts a trace, or goes on with the one that is given. */
  const begin = (source: Source, why: string, trace = draw()): Change => {
    reason = why;
    mirror.trace = trace;
    mirror.source = source;
    others = mirror.revision + 1;
    return changed('started');
  };
  const receive = (read: Read): Continuation => {
    // The W3C header stands in where it is switched on.
    const w3c = mirror.options.propagateTraceparent && W3C.exec(read('traceparent')!);
    const header = read('sentry-trace') || (w3c && w3c[1] + (w3c[2] ? '-1' : ''));
    const found = continued(read, header);
    const why = found ? verdict(found) : header ? 'invalid_sentry_trace' : 'no_incoming_trace';
    const trace = why === 'continued' ? numbered(found!) : undefined;
    return { reason: why, snapshot: begin('incoming', why, trace).snapshot };
  };
  const turn = (hidden: boolean): Change => {
    const { trace } = mirror;
    const since = trace.hiddenAt;
    trace.hiddenAt = hidden ? (since ?? Date.now()) : undefined;
    // A trace that has started meanwhile knows nothing of it, and stays.
    const long = !hidden && Date.now() - since! >= (mirror.options.backgroundLimitMs ?? 30_000);
    return long ? begin('lifecycle', 'background_limit') : unchanged();
  };
  globalThis.document?.addEventListener('visibilitychange', () => turn(document.hidden));

  return Object.assign(base, {
    snapshot,
    getTraceData,
    getTraceMetaTags: () => ({ html: getTraceMetaTags() }),
    headersFor: ({ url }) => ({ headers: headersFor(url) }),
    explain: ({ url }) => explain(url),
    lifecycle: ({ event }) => (/load|nav/.test(event) ? begin('lifecycle', event) : turn(event === 'background')),
    startNewTrace: () => begin('app', 'new_trace_requested'),
    handshake: () => ({
      version: VERSION,
      protocol: 1,
      platform: 'web',
      configured: !!mirror.key,
      options: mirror.options,
      nativeHttp: false,
      snapshot: snapshot(),
    }),
    configure({ options, page }) {
      try {
        configure(options);
      } catch (error) {
        throw Object.assign(error as Error, { code: 'options_refused' });
      }
      return changed('updated', !!page);
    },
    continueTrace({ headers }) {
      return receive(linesOf(Object.entries(headers)));
    },
    continueFromMeta({ html }) {
      return receive(metaOf(new DOMParser().parseFromString(html, 'text/html')));
    },
    /** The page's own layer says what the page holds already. */
    adopt({ snapshot: push }) {
      const base = push.traceId === mirror.trace.traceId ? mirror.trace : undefined;
      if (!base) {
        if (push.revision < others) return unchanged('stale');
        reason = 'page_push';
        mirror.source = 'webview';
      }
      mirror.trace = {
        ...(base ?? draw()),
        ...(push as Trace),
        sampled: base?.sampled ?? push.sampled ?? null,
        dsc: base?.dsc ?? push.dsc ?? null,
      };
      return changed(base ? 'updated' : 'started', true);
    },
    /** Takes the decision if it is still open; with tracing off a root span means nothing. */
    beginRootSpan({ name, source } = {}) {
      const { trace } = mirror;
      const rate = mirror.options.tracesSampleRate;
      if (rate == null) return unchanged();
      const drawn = trace.sampleRand!;
      if (!trace.dsc?.length) put(trace, 'sample_rand', drawn);
      const own = trace.sampled == null && parseRate(rate) >= 0;
      // The number is 1 where an odd sender said so, and then even a parent's yes is a no, as in the SDK.
      trace.sampled = drawn < (own ? rate : +!!trace.sampled);
      if (own) {
        trace.sampleRate = rate;
        put(trace, 'sample_rate', rate);
      }
      trace.transaction = source === 'url' ? '' : name;
      return changed('updated');
    },
    endRootSpan() {
      mirror.trace.dsc = [...membersOf(baggageFor(mirror.trace))];
      return changed('updated');
    },
    setActiveSpan({ spanId }) {
      if (spanId && !/^[\da-f]{16}$/.test(spanId)) throw new Error('spanId: 16 hex digits');
      mirror.trace.activeSpanId = spanId;
      return changed('updated');
    },
  } satisfies Methods);
}

/** Sets a member of a frozen context. */
function put(trace: Trace, key: string, value: number): void {
  if (trace.dsc) trace.dsc = [...new Map(trace.dsc as Pairs).set(key, `${value}`)];
}

/** Whether an incoming trace is continued, or why it is not. */
function verdict({ dsc }: Trace): string {
  const theirs = trim(new Map(dsc as Pairs).get('org_id'));
  const ours = mirror.orgId;
  if (theirs === ours) return 'continued';
  if (theirs && ours) return 'org_mismatch';
  if (!mirror.options.strictTraceContinuation) return 'continued';
  return theirs ? 'strict_own_org_missing' : 'strict_incoming_org_missing';
}

/** Gives a continued trace the number that decisions compare with a rate, by the rules of the SDK. */
function numbered(trace: Trace): Trace {
  const dsc = new Map(trace.dsc as Pairs);
  const random = trace.sampleRand!;
  const rate = parseRate(dsc.get('sample_rate'));
  const fitting = trace.sampled ? random * rate : rate + random * (1 - rate);
  const given = parseRate(dsc.get('sample_rand'));
  trace.sampleRand = given >= 0 ? given : rate && trace.sampled != null ? fitting : random;
  if (dsc.size) put(trace, 'sample_rand', trace.sampleRand);
  return trace;
}

/** A number from 0 to 1, else NaN. */
function parseRate(given?: string | number): number {
  const rate = parseFloat(given as string);
  return rate >= 0 && rate <= 1 ? rate : NaN;
}
