// The page's own copy of the trace: headers are written from it at once, without a call to the
// native side. Where a Sentry SDK runs in the page, its current scope is asked first.

import type { Explanation, Snapshot, Source, TraceHeaders } from './definitions';
import { decide, type Config, type Decision } from './targets';
import { baggageOf, decode, hex, merge, sentryTrace, traceparent, type Pairs, type View } from './wire';

/** A trace as the page holds it. */
export interface Trace {
  traceId: string;
  spanId: string;
  activeSpanId?: string | null;
  parentSpanId?: string | null;
  sampled?: boolean | null;
  sampleRand?: number | null;
  sampleRate?: number | null;
  /** The frozen context; null and undefined while it is not frozen. */
  dsc?: Pairs | null;
  /** The `baggage` of the other half, while the context is not frozen. */
  baggage?: string | null;
  /** What a root span adds to the context while it is not frozen. */
  root?: Pairs;
}

/** The page's state; one for each page, because a page has one trace. */
export const mirror = {
  /** The options in force; without them nothing is attached. */
  config: undefined as Config | undefined,
  trace: draw(),
  source: 'webview' as Source,
  revision: 0,
  /** Whether the native side adds headers to `CapacitorHttp` calls; undefined until it has said so. */
  nativeHttp: undefined as boolean | undefined,
  /** What the current scope of a Sentry SDK holds. */
  scope: undefined as (() => View | undefined) | undefined,
};

/** A new trace, undecided. */
export function draw(): Trace {
  return { traceId: hex(32), spanId: hex(16), sampleRand: Math.floor(Math.random() * 1e6) / 1e6 };
}

/** The trace of a snapshot. */
export function traceOf(snapshot: Snapshot): Trace {
  return { ...snapshot, baggage: snapshot.headers.baggage };
}

/** The context that options give; a frozen one goes before it. */
export function context({ options, dsn, orgId }: Config, traceId: string): Pairs {
  const pairs: [string, string | undefined][] = [
    ['environment', options.environment || 'production'],
    ['release', options.release],
    ['public_key', dsn?.key],
    ['trace_id', traceId],
    ['org_id', orgId],
    ['replay_id', options.replayId],
  ];
  return pairs.filter((pair): pair is [string, string] => !!pair[1]);
}

let written: [key: string, text: string] = ['', ''];

/** A context as header, written once for as long as it stays the same. */
export function render(pairs: Pairs): string {
  const key = pairs.join('\n');
  if (key !== written[0]) written = [key, baggageOf(pairs)];
  return written[1];
}

/** What the next request carries. */
export function view(): View {
  const { config, trace, scope } = mirror;
  const theirs = scope?.();
  if (theirs) return theirs;
  const dsc =
    trace.dsc ?? (trace.baggage == null && config ? [...context(config, trace.traceId), ...(trace.root ?? [])] : null);
  return {
    traceId: trace.traceId,
    spanId: trace.activeSpanId ?? trace.spanId,
    sampled: trace.sampled,
    baggage: dsc ? render(dsc) : (trace.baggage ?? ''),
  };
}

/** The headers of the trace for any carrier; none without a DSN. */
export function getTraceData(): TraceHeaders {
  const { config } = mirror;
  if (!config?.dsn) return {};
  const now = view();
  const headers: TraceHeaders = { 'sentry-trace': sentryTrace(now) };
  if (now.baggage) headers.baggage = now.baggage;
  if (config.options.propagateTraceparent) headers.traceparent = traceparent(now);
  return headers;
}

/** The headers of the trace as HTML meta tags. */
export function getTraceMetaTags(): string {
  return Object.entries(getTraceData())
    .map(([name, value]) => `<meta name="${name}" content="${escape(value)}"/>`)
    .join('');
}

const ENTITIES: Record<string, string> = { '&': 'amp', '"': 'quot', '<': 'lt', '>': 'gt' };

const escape = (text: string): string => text.replace(/[&"<>]/g, sign => `&${ENTITIES[sign]};`);

/** The headers of a request of the page that has none of them yet; empty when it must not carry the trace. */
export function headersFor(url: string): TraceHeaders {
  return decide(mirror.config, url).attach ? getTraceData() : {};
}

/** Why a request of the page carries the trace or not. */
export function explain(url: string): Explanation {
  const decision = decide(mirror.config, url);
  const { traceId } = view();
  return {
    ...decision,
    mode: 'browser',
    traceId,
    source: mirror.source,
    revision: mirror.revision,
    text: sentence(decision, traceId),
  };
}

function sentence({ url, attach, reason, rule }: Decision, traceId: string): string {
  const named = rule ? ` (${rule.text})` : '';
  return `${url} carries ${attach ? `trace ${traceId}` : 'no trace headers'}: ${reason.replace(/_/g, ' ')}${named}.`;
}

/**
 * What becomes of the headers of a request: those to set, and those to take away before. Undefined
 * leaves the request alone: it must not carry the trace, or another layer has seen to it.
 */
export function change(
  url: string,
  existing: Iterable<[string, string]>,
  bridged?: boolean,
): { set: [string, string][]; remove: string[] } | undefined {
  if (!decide(mirror.config, url, bridged).attach) return undefined;
  const lines = (name: string): string[] =>
    [...existing].filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  if (lines('sentry-trace').some(value => value.trim())) return undefined;
  const headers = getTraceData();
  const baggage = lines('baggage').join(',');
  const merged = merge(baggage, headers.baggage ?? '', true);
  // Without members of ours or of another Sentry trace it stays as it is.
  const touched = merged !== merge(baggage, '', false);
  const set: [string, string][] = [['sentry-trace', headers['sentry-trace']!]];
  if (touched && merged) set.push(['baggage', merged]);
  // One that is there belongs to another tracing system.
  if (headers.traceparent && !lines('traceparent').length) set.push(['traceparent', headers.traceparent]);
  return { set, remove: touched ? ['sentry-trace', 'baggage'] : ['sentry-trace'] };
}

/** The Sentry members of a `baggage`. */
export function membersOf(baggage: string): Pairs {
  const pairs = new Map<string, string>();
  for (const member of baggage.split(',')) {
    const [name, ...value] = member.split('=').map((part, at) => (at ? part : part.trim()));
    const [key, text] = [decode(name), decode(value.join('=').trim())];
    if (key?.startsWith('sentry-') && text) pairs.set(key.slice(7), text);
  }
  return [...pairs];
}

/** The trace that headers name; undefined when there is none. */
export function continued(sentryTrace?: string | null, baggage?: string | null): Trace | undefined {
  const parts = /^[ \t]*([0-9a-f]{32})-?([0-9a-f]{16})?-?([01])?[ \t]*$/.exec(sentryTrace ?? '');
  if (!parts) return undefined;
  const [, traceId, parentSpanId = null, flag] = parts;
  return { ...draw(), traceId, parentSpanId, sampled: flag ? flag === '1' : null, dsc: membersOf(baggage ?? '') };
}

/** The content of the meta tag of that name. */
export function metaContent(name: string, root: ParentNode = document): string | null | undefined {
  return root.querySelector(`meta[name="${name}"]`)?.getAttribute('content');
}
