// The page's own copy of the trace: headers are written from it at once, without a call to the
// native side. Where a Sentry SDK runs in the page, its current scope is asked first.

import type { Explanation, Source, SpanferryOptions, TraceHeaders } from './definitions';
import { check, type Config } from './targets';
import { baggageOf, hex, membersOf, merge } from './wire';

/** A trace as the page holds it. */
export interface Trace {
  traceId: string;
  spanId: string;
  activeSpanId?: string | null;
  parentSpanId?: string | null;
  /** The decision; null and undefined are a deferred one. */
  sampled?: boolean | null;
  sampleRand?: number | null;
  sampleRate?: number | null;
  /** The frozen context; null and undefined while it is not frozen. */
  dsc?: [string, string][] | Record<string, unknown> | null;
  /** What the other half writes, while the context is not frozen. */
  headers?: { baggage?: string | null };
  /** When the page was hidden, if it is. */
  hiddenAt?: number;
  /** The name of the root span, while the context is not frozen. */
  transaction?: string;
}

interface Mirror extends Config {
  trace: Trace;
  source: Source;
  revision: number;
  /** What the next request carries; a Sentry SDK in the page answers for its current scope. */
  current(): Trace;
}

/** The page's state; one for each page, because a page has one trace. */
export const mirror = {
  // Before there are options nothing is attached.
  ...check(),
  source: 'webview',
  revision: 1,
  current: () => mirror.trace,
} as Mirror;

/** A new trace, undecided. */
export const draw = (): Trace => ({
  traceId: hex(),
  spanId: hex().slice(16),
  activeSpanId: null,
  parentSpanId: null,
  sampled: null,
  sampleRate: null,
  dsc: null,
  sampleRand: mirror.options.sampleRand ?? Math.random(),
});
mirror.trace = draw();

/** Puts options in force; throws an error that names the one that is wrong. */
export const configure = (options: SpanferryOptions): Config => Object.assign(mirror, check(options));

/**
 * The context that options and a root span give; a frozen one goes before it. In one piece: members that
 * are added after a spread make a request cost seven times as much.
 */
export const context = (trace: Partial<Trace>): Record<string, unknown> => ({
  environment: mirror.options.environment || 'production',
  release: mirror.options.release,
  public_key: mirror.key,
  trace_id: trace.traceId,
  org_id: mirror.orgId,
  replay_id: mirror.options.replayId,
  transaction: trace.transaction,
  sampled: trace.sampled,
  sample_rand: trace.sampled == null ? null : trace.sampleRand,
  sample_rate: trace.sampleRate,
});

/** The context that was written last, and its text. */
let rendered: Record<string, unknown> = {};
let text = '';

/** A context as header, written once for as long as it stays the same. */
export function render(dsc: Record<string, unknown>): string {
  let same = Object.keys(dsc).length === Object.keys(rendered).length;
  for (const name in dsc) same &&= dsc[name] === rendered[name];
  if (!same) {
    rendered = { ...dsc };
    text = baggageOf(Array.isArray(dsc) ? dsc : Object.entries(dsc));
  }
  return text;
}

/** The value of `baggage` that goes with a trace. */
export const baggageFor = (trace: Trace): string =>
  trace.dsc ? render(trace.dsc as Record<string, unknown>) : (trace.headers?.baggage ?? render(context(trace)));

/** The headers that a trace has; none without a DSN. */
export function dataOf(trace: Trace): TraceHeaders {
  if (!mirror.key) return {};
  const ids = `${trace.traceId}-${trace.activeSpanId ?? trace.spanId}`;
  const headers: TraceHeaders = { 'sentry-trace': trace.sampled == null ? ids : `${ids}-${+trace.sampled}` };
  const baggage = baggageFor(trace);
  if (baggage) headers.baggage = baggage;
  // It knows no deferred decision.
  if (mirror.options.propagateTraceparent) headers.traceparent = `00-${ids}-0${+!!trace.sampled}`;
  return headers;
}

/** The headers of the trace for any carrier; none without a DSN. */
export const getTraceData = (): TraceHeaders => dataOf(mirror.current());

/** The headers of the trace as HTML meta tags; percent-encoded, they hold nothing that HTML would take for its own. */
export const getTraceMetaTags = (): string =>
  Object.entries(getTraceData())
    .map(([name, value]) => `<meta name="${name}" content="${value}"/>`)
    .join('');

/** The headers of a request of the page that has none of them yet; empty when it must not carry the trace. */
export const headersFor = (url: string): TraceHeaders => (mirror.decide(url).attach ? getTraceData() : {});

/** Why a request of the page carries the trace or not. */
export function explain(given: string): Explanation {
  const decision = mirror.decide(given);
  const traceId = mirror.current().traceId;
  const why = decision.reason + (decision.rule ? ` (${decision.rule.text})` : '');
  const text = `${decision.url} carries ${decision.attach ? `trace ${traceId}` : 'no trace'}: ${why}.`;
  return { ...decision, mode: 'browser', traceId, source: mirror.source, revision: mirror.revision, text };
}

/** Gives what headers of a name hold. */
export type Read = (name: string) => string | null | undefined;

/** Reads headers, in whatever letters their names are written. */
export const linesOf =
  (headers: [string, string][]) =>
  (name: string): string =>
    headers.flatMap(([key, value]) => (key.toLowerCase() === name ? value : [])).join();

/**
 * Changes the headers of a request with `set`, which takes a header away where the value is empty;
 * `kept` is the part of the value that the header has already. They are left alone where the request must
 * not carry the trace, or another layer has seen to it.
 */
export function change(
  url: string,
  existing: [string, string][],
  bridged: unknown,
  set: (name: string, value: string, kept?: string) => void,
): void {
  if (!mirror.decide(url, bridged).attach) return;
  const ours = getTraceData();
  const there = linesOf(existing);
  if (/\w/.test(there('sentry-trace'))) return;
  set('sentry-trace', ours['sentry-trace']!);
  const baggage = there('baggage');
  const kept = merge(baggage, '');
  const merged = merge(baggage, ours.baggage ?? '', true);
  // Without members of ours or of another Sentry trace it stays as it is.
  if (merged !== kept) set('baggage', merged, kept);
  const w3c = there('traceparent');
  // One of another trace belongs to another tracing system.
  if (w3c ? w3c.includes(ours['sentry-trace']!.slice(0, 32)) : ours.traceparent)
    set('traceparent', ours.traceparent ?? '', w3c);
}

/** The trace that incoming headers name; undefined when there is none. */
export function continued(read: Read, header: unknown = read('sentry-trace')): Trace | undefined {
  const parts = /^[ \t]*([\da-f]{32})-?([\da-f]{16})?-?([01])?[ \t]*$/.exec(header as string);
  if (!parts) return undefined;
  const [, traceId, parentSpanId = null, flag] = parts;
  const dsc = [...membersOf(read('baggage'))];
  return { ...draw(), traceId, parentSpanId, sampled: flag ? flag > '0' : null, dsc };
}

/** Reads the meta tags of a page. */
export const metaOf =
  (page: ParentNode): Read =>
  name =>
    page.querySelector(`meta[name="${name}"]`)?.getAttribute('content');
