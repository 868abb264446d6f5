// Beside a Sentry SDK in the page: its client is the one configuration, its scopes hold the trace.
// Nothing of the SDK is imported: it is found where every version leaves it, so that one build serves
// @sentry/browser 10 and 11, @sentry/capacitor and their siblings.

import type { SpanferryOptions } from './definitions';
import { connect, type State } from './link';
import { configure, context, mirror, render, type Trace } from './mirror';
import { installShim } from './shim';
import { membersOf } from './wire';

interface Span {
  spanContext(): { traceId: string; spanId: string; traceFlags: number };
  end(): void;
  /** These are missing where a span is not recorded. */
  _name?: string;
  _attributes?: Attributes;
  _sentryRootSpan?: Span;
  _sentryScope?: Scope;
  _frozenDsc?: Dsc;
}

type Attributes = Record<string, unknown>;

/** A dynamic sampling context as the SDK has it. */
type Dsc = Record<string, unknown>;

interface PropagationContext {
  traceId: string;
  /** Null is none, as is undefined. */
  parentSpanId?: string | null;
  propagationSpanId?: string;
  sampled?: boolean;
  sampleRand: number;
  dsc?: Dsc;
}

interface Scope {
  getClient(): unknown;
  getPropagationContext(): PropagationContext;
  setPropagationContext(context: PropagationContext): void;
  /** Where version 10 keeps the span; version 11 has another place. */
  _sentrySpan?: SpanRef;
  refs?: { span?: SpanRef };
}

type SpanRef = Span & { deref?(): Span | undefined };

interface Stack {
  getScope(): Scope;
  _stack: { scope: Scope }[];
}

interface Carriers {
  __SENTRY__: Record<string, { stack?: Stack }>;
}

interface Client {
  getOptions(): SpanferryOptions & { tracesSampler?: unknown };
  on(hook: string, callback: (...args: never[]) => void): void;
  emit(hook: string, ...args: unknown[]): void;
  _sentry_idleSpan?: Span;
}

/** What the SDK calls of an integration. */
export interface Integration {
  name: string;
  afterAllSetup(client: unknown): void;
}

/** The options of the client that say the same in every layer. */
const SHARED = [
  'dsn',
  'orgId',
  'tracePropagationTargets',
  'strictTraceContinuation',
  'propagateTraceparent',
  'release',
  'environment',
  'tracesSampleRate',
  'tunnel',
] as const;

let leader: unknown;

/**
 * The integration for a Sentry SDK in the page: `Sentry.init({ integrations: [spanferryIntegration()] })`.
 *
 * Takes its options from the client; those given here go before them. `instrumentRequests: false`
 * leaves requests of the page to the SDK alone.
 */
export function spanferryIntegration({
  instrumentRequests = true,
  ...own
}: SpanferryOptions & { instrumentRequests?: boolean } = {}): Integration {
  // Before the SDK wraps fetch and XMLHttpRequest: then its headers, with its own span, come first.
  if (instrumentRequests) installShim();
  return {
    name: 'Spanferry',
    afterAllSetup(client) {
      if (leader) return console.warn('spanferry: another client leads');
      leader = client;
      try {
        lead(client as Client, own);
      } catch (error) {
        console.error('spanferry:', error);
      }
    },
  };
}

function lead(client: Client, own: SpanferryOptions): void {
  const found = Object.entries((globalThis as unknown as Carriers).__SENTRY__).find(
    ([, { stack }]) => stack?.getScope?.().getClient() === client,
  );
  if (!found) throw new Error('unknown Sentry SDK');
  const stack = found[1].stack!;
  const theirs = client.getOptions();
  const options: SpanferryOptions = {
    targetMatching: found[0] < '11' ? 'js10' : 'js11',
    ...Object.fromEntries(SHARED.map(name => [name, theirs[name]])),
    ...own,
  };
  configure(options);

  const traced = (theirs.tracesSampleRate ?? theirs.tracesSampler) != null;
  /** The last root span of the trace: what comes after it hangs under it too, because that span is reported. */
  let last: Record<string, string> = {};
  /** The context of a trace, and of its root span, as the SDK itself writes it. */
  const contextOf = (traceId: string, root?: Span): Dsc => {
    const frozen = root?._frozenDsc;
    const attributes = root?._attributes ?? {};
    const dsc: Dsc = frozen ? { ...frozen } : context({ traceId });
    if (root && !frozen) {
      const source = attributes['sentry.source'] ?? attributes['sentry.segment.name.source'];
      if (source !== 'url') dsc.transaction = root._name;
      dsc.sampled = !!root.spanContext().traceFlags;
      dsc.sample_rand = root._sentryScope?.getPropagationContext().sampleRand;
    }
    dsc.sample_rate =
      attributes['sentry.sample_rate'] ?? attributes['sentry.previous_trace_sample_rate'] ?? dsc.sample_rate;
    if (!frozen) client.emit('createDsc', dsc, root);
    return dsc;
  };
  /** What a request carries in a scope: the active span's trace, else that of the scope. */
  const held = (scope: Scope): Trace & { frozen?: Dsc } => {
    const own = scope.getPropagationContext();
    const ref = traced ? (scope.refs?.span ?? scope._sentrySpan) : undefined;
    const span = ref?.deref ? ref.deref() : ref;
    const active = span?.spanContext();
    const traceId = active?.traceId ?? own.traceId;
    // A span that is not recorded may be within one that is: the context tells of the root.
    const root = span?._sentryRootSpan ?? span;
    const dsc = (!root && own.dsc) || contextOf(traceId, root);
    return {
      traceId,
      // Stable where the SDK gives none, so that servers have one parent.
      spanId: own.propagationSpanId ?? last[traceId] ?? traceId.slice(16),
      activeSpanId: active?.spanId,
      parentSpanId: own.parentSpanId,
      sampled: active ? !!active.traceFlags : own.sampled,
      sampleRand: own.sampleRand,
      sampleRate: +(dsc.sample_rate as string),
      frozen: own.dsc,
      dsc,
    };
  };
  mirror.current = () => held(stack.getScope());
  /** The scope of the page; what lives in a callback's scope is nobody else's. */
  const page = stack._stack[0].scope;
  const state = (): State => {
    const { frozen, ...trace } = held(page);
    if (trace.activeSpanId) last = { [trace.traceId]: trace.activeSpanId };
    return { ...trace, dsc: frozen && [...membersOf(render(frozen))] };
  };
  let root = client._sentry_idleSpan;
  const [push] = connect(options, state, snapshot => {
    // A running root span would write its own trace back when it ends.
    client._sentry_idleSpan?.end();
    const dsc = snapshot.dsc ?? (snapshot.sampled === null ? undefined : membersOf(snapshot.headers.baggage));
    page.setPropagationContext({
      traceId: snapshot.traceId,
      propagationSpanId: snapshot.activeSpanId ?? snapshot.spanId,
      parentSpanId: snapshot.parentSpanId,
      sampled: snapshot.sampled ?? undefined,
      sampleRand: snapshot.sampleRand ?? Math.random(),
      dsc: dsc && Object.fromEntries(dsc),
    });
  });
  const changed = (_?: never, navigation?: { isRedirect?: boolean }): void => {
    root = client._sentry_idleSpan;
    if (!navigation?.isRedirect) push();
  };
  client.on('startPageLoadSpan', changed);
  client.on('startNavigationSpan', changed);
  client.on('spanEnd', (span: Span) => span === root && push());
}
