// The page's own copy of the trace: headers are written from it at once, without a call to the
// native side. Where a Sentry SDK runs in the page, its current scope is asked first.

import type { Explanation, Snapshot, Source, TraceHeaders } from './definitions';
import { decide, type Config } from './targets';
import { baggageOf, hex, membersOf, merge, pairs, sentryTrace, traceparent, type Pairs, type View } from './wire';

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
  root?: object;
}

/** A new trace, undecided. */
export const draw = (): Trace => ({
  traceId: hex(32),
  spanId: hex(16),
  sampleRand: Math.floor(Math.random() * 1e6) / 1e6,
});

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

/** The trace of a snapshot. */
export const traceOf = (snapshot: Snapshot): Trace => ({ ...snapshot, baggage: snapshot.headers.baggage });

/** The context that options give; a frozen one goes before it. */
export const context = ({ options, dsn, orgId }: Config, traceId: string): Record<string, unknown> => ({
  environment: options.environment || 'production',
  release: options.release,
  public_key: dsn?.key,
  trace_id: traceId,
  org_id: orgId,
  replay_id: options.replayId,
});

let rendered: { dsc: Record<string, unknown>; text: string } = { dsc: {}, text: '' };

/** A context as header, written once for as long as it stays the same. */
export function render(dsc: Record<string, unknown> | Pairs): string {
  const now = dsc as Record<string, unknown>;
  let same = Object.keys(now).length === Object.keys(rendered.dsc).length;
  for (const name in now) same &&= now[name] === rendered.dsc[name];
  if (!same) rendered = { dsc: { ...now }, text: baggageOf(Array.isArray(dsc) ? dsc : pairs(dsc)) };
  return rendered.text;
}

/** What the next request carries. */
export function view(): View {
  const { config, trace, scope } = mirror;
  const { traceId, activeSpanId, sampled, dsc, root } = trace;
  const baggage = (): string =>
    dsc ? render(dsc) : (trace.baggage ?? (config ? render({ ...context(config, traceId), ...root }) : ''));
  return scope?.() ?? { traceId, spanId: activeSpanId ?? trace.spanId, sampled, baggage: baggage() };
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
export const getTraceMetaTags = (): string =>
  Object.entries(getTraceData())
    .map(([name, value]) => `<meta name="${name}" content="${escape(value)}"/>`)
    .join('');

const escape = (text: string): string => text.replace(/[&"<>]/g, sign => `&#${sign.charCodeAt(0)};`);

/** The headers of a request of the page that has none of them yet; empty when it must not carry the trace. */
export const headersFor = (url: string): TraceHeaders => (decide(mirror.config, url).attach ? getTraceData() : {});

/** Why a request of the page carries the trace or not. */
export function explain(given: string): Explanation {
  const { config, source, revision } = mirror;
  const decision = decide(config, given);
  const { url, attach, reason, rule } = decision;
  const { traceId } = view();
  const why = reason.replace(/_/g, ' ') + (rule ? ` (${rule.text})` : '');
  const text = `${url} carries ${attach ? `trace ${traceId}` : 'no trace headers'}: ${why}.`;
  return { ...decision, mode: 'browser', traceId, source, revision, text };
}

/** A header to set, or to take away where its value is empty, and the lines of it that are there. */
export type Line = [name: string, value: string, there: string[]];

/**
 * What becomes of the headers of a request. Undefined leaves it alone: it must not carry the trace,
 * or another layer has seen to it.
 */
export function change(url: string, existing: Iterable<[string, string]>, bridged?: boolean): Line[] | undefined {
  if (!decide(mirror.config, url, bridged).attach) return undefined;
  const ours = getTraceData();
  const line = (name: keyof TraceHeaders): Line => [
    name,
    ours[name] ?? '',
    [...existing].flatMap(([key, value]) => (key.toLowerCase() === name ? value : [])),
  ];
  const [trace, baggage, w3c] = [line('sentry-trace'), line('baggage'), line('traceparent')];
  if (trace[2].some(value => value.trim())) return undefined;
  const there = baggage[2].join(',');
  const merged = merge(there, baggage[1], true);
  const lines = [trace];
  // Without members of ours or of another Sentry trace it stays as it is.
  if (merged !== merge(there, '', false)) lines.push(['baggage', merged, baggage[2]]);
  // One that is there belongs to another tracing system.
  if (w3c[1] && !w3c[2].length) lines.push(w3c);
  return lines;
}

/** The trace that headers name; undefined when there is none. */
export function continued(sentryTrace?: string | null, baggage?: string | null): Trace | undefined {
  const parts = /^[ \t]*([0-9a-f]{32})-?([0-9a-f]{16})?-?([01])?[ \t]*$/.exec(sentryTrace ?? '');
  if (!parts) return undefined;
  const [, traceId, parentSpanId = null, flag] = parts;
  return { ...draw(), traceId, parentSpanId, sampled: flag ? flag > '0' : null, dsc: membersOf(baggage ?? '') };
}

/** The content of the meta tag of that name. */
export const metaContent = (name: string, root: ParentNode = document): string | null | undefined =>
  root.querySelector(`meta[name="${name}"]`)?.getAttribute('content');
