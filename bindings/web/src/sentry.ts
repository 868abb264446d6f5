// Beside a Sentry SDK in the page: its client is the one configuration, its scopes hold the trace.
// Nothing of the SDK is imported: it is found where every version leaves it, so that one build serves
// @sentry/browser 10 and 11, @sentry/capacitor and their siblings.

import type { Snapshot, SpanferryOptions, SpanferryPlugin } from './definitions';
import { connect, type State } from './link';
import { context, membersOf, mirror, render, traceOf } from './mirror';
import { installShim } from './shim';
import { check } from './targets';
import { hex, type Pairs, type View } from './wire';

interface Span {
  spanContext(): { traceId: string; spanId: string; traceFlags: number };
  end(): void;
  getSpanJSON?(): { description?: string; name?: string; data?: Attributes; attributes?: Attributes };
  _sentryRootSpan?: Span;
  _sentryScope?: Scope;
  _frozenDsc?: Record<string, string>;
}

type Attributes = Record<string, unknown>;

interface PropagationContext {
  traceId: string;
  parentSpanId?: string;
  propagationSpanId?: string;
  sampled?: boolean;
  sampleRand: number;
  dsc?: Record<string, string | undefined>;
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
const SHARED =
  'dsn orgId tracePropagationTargets strictTraceContinuation propagateTraceparent release environment tracesSampleRate tunnel';

let leader: unknown;

/** The integration; our own options go before those of the client. */
export function integration(
  plugin: SpanferryPlugin,
  { instrumentRequests = true, ...own }: SpanferryOptions & { instrumentRequests?: boolean } = {},
): Integration {
  // Before the SDK wraps fetch and XMLHttpRequest: then its headers, with its own span, come first.
  if (instrumentRequests) installShim();
  return {
    name: 'Spanferry',
    afterAllSetup(client) {
      if (leader && leader !== client) console.warn('spanferry: another Sentry client leads; this one is left alone');
      if (leader) return;
      leader = client;
      try {
        lead(plugin, client as Client, own);
      } catch (error) {
        console.error('spanferry:', error);
      }
    },
  };
}

/** The scopes of the client, and the version of its SDK. */
function find(client: Client): [version: string, stack: Stack] {
  const all = (globalThis as { __SENTRY__?: Record<string, { stack?: Stack }> }).__SENTRY__ ?? {};
  const found = Object.entries(all).find(([, { stack }]) => stack?.getScope?.().getClient() === client);
  if (!found) throw new Error('this version of the Sentry SDK keeps its scopes elsewhere');
  return [found[0], found[1].stack!];
}

function lead(plugin: SpanferryPlugin, client: Client, own: SpanferryOptions): void {
  const [version, stack] = find(client);
  const theirs = client.getOptions();
  const shared = Object.entries(theirs).filter(([name, value]) => SHARED.includes(name) && value != null);
  const options = {
    targetMatching: version.startsWith('10.') ? 'js10' : 'js11',
    ...Object.fromEntries(shared),
    ...own,
  } as SpanferryOptions;
  mirror.config = check(options);
  const { view, state, take } = scopes(client, stack);
  mirror.scope = () => view(stack.getScope());
  let root = client._sentry_idleSpan;
  const link = connect(plugin, { options, state, take });
  const changed = (_?: never, navigation?: { isRedirect?: boolean }): void => {
    root = client._sentry_idleSpan;
    if (!navigation?.isRedirect) link.push();
  };
  client.on('startPageLoadSpan', changed);
  client.on('startNavigationSpan', changed);
  client.on('spanEnd', (span: Span) => span === root && link.push());
}

/** How the SDK's scopes are read and set. */
function scopes(
  client: Client,
  stack: Stack,
): { view(scope: Scope): View; state(): State; take(snapshot: Snapshot): void } {
  /** The span id of a trace that the SDK gives none: stable, so that servers have one parent. */
  let stable = ['', ''];
  const idOf = (traceId: string): string => {
    if (traceId !== stable[0]) stable = [traceId, hex(16)];
    return stable[1];
  };
  const fresh = (traceId: string): Record<string, string> => {
    const dsc = Object.fromEntries(context(mirror.config!, traceId));
    client.emit('createDsc', dsc);
    return dsc;
  };
  /** The context of a root span, as the SDK itself writes it. */
  const ofRoot = (root: Span, traceId: string): Pairs => {
    const [name, attributes] = told(root);
    const frozen = root._frozenDsc;
    const dsc: Record<string, unknown> = { ...(frozen ?? fresh(traceId)) };
    if (!frozen) {
      if ((attributes['sentry.source'] ?? attributes['sentry.segment.name.source']) !== 'url') dsc.transaction = name;
      dsc.sampled = isSampled(root);
      dsc.sample_rand = root._sentryScope?.getPropagationContext().sampleRand;
    }
    dsc.sample_rate = rateOf(attributes) ?? dsc.sample_rate;
    if (!frozen) client.emit('createDsc', dsc, root);
    return pairs(dsc);
  };
  /** What a request in that scope carries: the active span's trace, else that of the scope. */
  const view = (scope: Scope): View => {
    const { tracesSampleRate, tracesSampler } = client.getOptions();
    const ref = scope.refs?.span ?? scope._sentrySpan;
    const span = ref?.deref ? ref.deref() : ref;
    if (span && (tracesSampleRate ?? tracesSampler) != null) {
      const { traceId, spanId } = span.spanContext();
      return {
        traceId,
        spanId,
        sampled: isSampled(span),
        baggage: render(ofRoot(span._sentryRootSpan ?? span, traceId)),
      };
    }
    const { traceId, propagationSpanId, sampled, dsc } = scope.getPropagationContext();
    return {
      traceId,
      spanId: propagationSpanId ?? idOf(traceId),
      sampled,
      baggage: render(pairs(dsc ?? fresh(traceId))),
    };
  };
  // What lives in a callback's scope is nobody else's.
  const outermost = (): Scope => stack._stack[0].scope;
  return {
    view,
    state() {
      const { traceId, parentSpanId, propagationSpanId, sampled, sampleRand, dsc } =
        outermost().getPropagationContext();
      const root = client._sentry_idleSpan;
      const active = root?.getSpanJSON && root.spanContext().traceId === traceId ? root : undefined;
      // What comes after the root span hangs under it too: that span is reported.
      if (active) stable = [traceId, active.spanContext().spanId];
      return {
        traceId,
        spanId: propagationSpanId ?? idOf(traceId),
        activeSpanId: active?.spanContext().spanId,
        parentSpanId,
        sampled: active ? isSampled(active) : sampled,
        sampleRand,
        sampleRate: active && rateOf(told(active)[1]),
        dsc: dsc && pairs(dsc),
      };
    },
    take(snapshot) {
      // A running root span would write its own trace back when it ends.
      client._sentry_idleSpan?.end();
      const { traceId, spanId, activeSpanId, parentSpanId, sampled, sampleRand, dsc, headers } = snapshot;
      const known = dsc ?? (sampled === null ? undefined : membersOf(headers.baggage ?? ''));
      mirror.trace = traceOf(snapshot);
      outermost().setPropagationContext({
        traceId,
        parentSpanId: parentSpanId ?? undefined,
        propagationSpanId: activeSpanId ?? spanId,
        sampled: sampled ?? undefined,
        sampleRand: sampleRand ?? Math.random(),
        dsc: known && Object.fromEntries(known),
      });
    },
  };
}

/** What a span says of itself: its name and its attributes, in the words of version 10 or 11. */
const told = (span: Span): [name: string | undefined, attributes: Attributes] => {
  const { description, name = description, data, attributes = data ?? {} } = span.getSpanJSON?.() ?? {};
  return [name, attributes];
};

const rateOf = (attributes: Attributes): number | undefined =>
  (attributes['sentry.sample_rate'] ?? attributes['sentry.previous_trace_sample_rate']) as number | undefined;

const isSampled = (span: Span): boolean => span.spanContext().traceFlags === 1;

const pairs = (dsc: object): Pairs =>
  Object.entries(dsc).flatMap(([key, value]) => (value == null || value === '' ? [] : [[key, `${value}`]]));
