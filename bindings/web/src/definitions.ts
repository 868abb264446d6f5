import type { PluginListenerHandle } from '@capacitor/core';

/** A rule for URLs: text that the URL contains, or a JavaScript regular expression. */
export type TraceTarget = string | RegExp | RegexTarget;

/** A regular expression as JSON, for `capacitor.config`, where a `RegExp` cannot stand. */
export interface RegexTarget {
  /** The source of the expression, such as `^/api/`. */
  regex: string;
  /** Its flags, such as `i`. */
  flags?: string;
}

/** Options; names and defaults are those of the JavaScript SDK where it has them. */
export interface SpanferryOptions {
  /** The DSN of the Sentry project; without one no header is sent. */
  dsn?: string;
  /** The organisation, instead of the one that the DSN names. */
  orgId?: string | number;
  /** Whether an incoming trace goes on only if both sides name the same organisation. */
  strictTraceContinuation?: boolean;
  /** The requests that carry the trace. None for `[]`; unset, see docs/PRIVACY.md. */
  tracePropagationTargets?: TraceTarget[];
  /** Requests that never carry the trace, whatever the targets say. */
  denyTargets?: TraceTarget[];
  /** Whether requests carry the W3C header `traceparent` too. */
  propagateTraceparent?: boolean;
  /** The share of traces that is sampled, 0 to 1; unset leaves the decision to others. */
  tracesSampleRate?: number;
  /** The release, for the dynamic sampling context. */
  release?: string;
  /** The environment, for the dynamic sampling context. */
  environment?: string;
  /** The URL that the Sentry SDK sends its events through; requests to it carry no trace. */
  tunnel?: string;
  /** Which version of the JavaScript SDK targets match as: 10 compares text with regard to case. */
  targetMatching?: 'js11' | 'js10';
  /** What unset targets mean: every request (native), or the app's origin (browser). */
  mode?: 'native' | 'browser';
  /** The origin of the app; the plugin knows it, so this is for tests. */
  appOrigin?: string;
  /** After how long in the background a trace is renewed, in milliseconds. Default 30000. */
  backgroundLimitMs?: number;
  /** How old the start-up trace may be for a page to take it over, in milliseconds. Default 60000. */
  handoverLimitMs?: number;
  /** A fixed random number for every trace, 0 to below 1, for runs that can be repeated. */
  sampleRand?: number;
  /** The id of a session replay, for the dynamic sampling context. */
  replayId?: string;
  /** How much the native side logs. */
  logLevel?: 'off' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
}

/** What stands under `plugins.Spanferry` in `capacitor.config`: options, and switches of the plugin. */
export interface SpanferryConfig extends SpanferryOptions {
  /** Whether the first page takes over the trace that the native side started with. Default true. */
  coldStart?: boolean;
  /**
   * Whether the native side adds headers to calls of `CapacitorHttp` that no page's shim has
   * handled. Default false.
   */
  nativeHttp?: boolean;
  /** Whether a native Sentry SDK in the app is given the trace. Default true. */
  feedSentry?: boolean;
  /** Whether that SDK is kept from starting traces of its own. Default true. */
  keepTrace?: boolean;
  /** Whether that SDK's own targets are emptied where it would send headers of its own. Default true. */
  emptyTargets?: boolean;
}

/** Who set a trace, from weak to strong. */
export type Source = 'native_auto' | 'webview' | 'lifecycle' | 'incoming' | 'app';

/** What came of a change. */
export type Outcome =
  'unchanged' | 'started' | 'updated' | 'stale' | 'dead_page' | 'not_owner' | 'old_sequence' | 'snapshot_refused';

/** Header lines by name; a name that is missing is not sent. */
export interface TraceHeaders {
  'sentry-trace'?: string;
  baggage?: string;
  traceparent?: string;
}

/** The state of a tracer at one moment. */
export interface Snapshot {
  /** The version of this shape. */
  version: number;
  /** Random for each tracer; a revision means something only within its epoch. */
  epoch: number;
  /** Grows with every change. */
  revision: number;
  /** Who set the trace. */
  source: Source;
  /** Why this trace is the current one. */
  reason: string;
  /** 32 lower-case hexadecimal digits. */
  traceId: string;
  /** The span id of requests while no span is active; 16 lower-case hexadecimal digits. */
  spanId: string;
  /** The span that requests hang under. */
  activeSpanId: string | null;
  /** The span of another service that the trace continues. */
  parentSpanId: string | null;
  /** The sampling decision; null is a deferred one. */
  sampled: boolean | null;
  /** The number that decisions compare with a rate, 0 to below 1. */
  sampleRand: number | null;
  /** The rate of the decision. */
  sampleRate: number | null;
  /** The frozen dynamic sampling context; null while it is not frozen. */
  dsc: [string, string][] | null;
  /** The header values, null for those that are not sent. */
  headers: { 'sentry-trace': string | null; baggage: string | null; traceparent: string | null };
}

/** A page's trace on its way to the native side. Missing and null mean unknown. */
export interface Push {
  /** The epoch of the snapshot that the page has. */
  epoch: number;
  /** Its revision. */
  revision: number;
  /** Grows with every push of the page. */
  sequence: number;
  /** Who set the trace in the page. Default `webview`. */
  source?: Source;
  traceId: string;
  spanId?: string | null;
  activeSpanId?: string | null;
  parentSpanId?: string | null;
  sampled?: boolean | null;
  sampleRand?: number | null;
  sampleRate?: number | null;
  dsc?: [string, string][] | null;
}

/** What came of a call that may change the trace, and the state after it. */
export interface Change {
  outcome: Outcome;
  snapshot: Snapshot;
}

/** What came of incoming headers, and the state after it. */
export interface Continuation {
  /** `continued`, or why a new trace started. */
  reason: string;
  snapshot: Snapshot;
}

/** The answer to `handshake`. */
export interface Handshake {
  /** The version of the native half. */
  version: string;
  /** The version of the messages between the halves; 1. */
  protocol: number;
  platform: 'android' | 'ios' | 'web';
  /** Whether a configuration is in force. */
  configured: boolean;
  /** The options in force as JSON would have them; null or empty when none are or they are not known. */
  options: SpanferryOptions | null;
  /** Whether the native side adds headers to `CapacitorHttp` calls itself (`nativeHttp`). */
  nativeHttp: boolean;
  snapshot: Snapshot;
}

/** Why a request carries the trace or not. */
export interface Explanation {
  /** The URL as it was compared. */
  url: string;
  attach: boolean;
  reason: string;
  /** The rule that says yes or denies, with its place in its list; a default has none. */
  rule: { index: number | null; kind: string; text: string } | null;
  mode: 'native' | 'browser';
  traceId: string;
  source: Source;
  revision: number;
  /** One sentence for people. */
  text: string;
}

/** The plugin. Calls that carry `page` are those of the npm package's own layer. */
export interface SpanferryPlugin {
  /**
   * Introduces a page and says which version its half has. The page's webview owns the trace from
   * now on, and the page before it in that webview is dead.
   */
  handshake(options: { page: string; version: string; protocol: number }): Promise<Handshake>;

  /**
   * Puts options in force, whole or not at all; the trace goes on. Rejects with the code
   * `options_refused` and a message that names the option, and the previous ones stay.
   */
  configure(options: { options: SpanferryOptions; page?: string }): Promise<Change>;

  /** Starts a new trace on every layer. */
  startNewTrace(): Promise<Change>;

  /** Continues the trace of incoming headers, names in any case, or starts a new one. */
  continueTrace(options: { headers: { [name: string]: string } }): Promise<Continuation>;

  /** Continues the trace that the meta tags of an HTML text name, or starts a new one. */
  continueFromMeta(options: { html: string }): Promise<Continuation>;

  /** Takes over the trace that a page pushes, if the rules let it. */
  adopt(options: { page: string; snapshot: Push }): Promise<Change>;

  /** The state. */
  snapshot(): Promise<Snapshot>;

  /** Says that a root span begins; a sampling decision that is still open is taken now. */
  beginRootSpan(options?: { name?: string; source?: string }): Promise<Change>;

  /** Says that the root span ended; its decision and context belong to the trace for good. */
  endRootSpan(): Promise<Change>;

  /** Says which span requests hang under from now on; null for none. */
  setActiveSpan(options: { spanId: string | null }): Promise<Change>;

  /** The headers of the trace for any carrier. */
  getTraceData(): Promise<TraceHeaders>;

  /** The headers of the trace as HTML meta tags. */
  getTraceMetaTags(): Promise<{ html: string }>;

  /** The headers of a request that has none of them yet, as the native side decides it. */
  headersFor(options: { url: string }): Promise<{ headers: TraceHeaders }>;

  /** Why a request to a URL carries the trace or not, as the native side decides it. */
  explain(options: { url: string }): Promise<Explanation>;

  /** Tells of a step in the life of the app, or of the page that is given. */
  lifecycle(options: {
    event: 'page_load' | 'navigation' | 'background' | 'foreground';
    page?: string;
  }): Promise<Change>;

  /**
   * Tells of each change of the trace that the page did not make itself by a call with its `page`.
   * Changes of native code arrive too. A receiver ignores a revision lower than it has.
   */
  addListener(eventName: 'change', listener: (snapshot: Snapshot) => void): Promise<PluginListenerHandle>;

  /** Removes all listeners. */
  removeAllListeners(): Promise<void>;
}
