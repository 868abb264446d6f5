// Beside a Sentry SDK in the page: its client is the one configuration, its scopes hold the trace.
// Nothing of the SDK is imported: it is found where every version leaves it, so that one build serves
// @sentry/browser 10 and 11, @sentry/capacitor and their siblings.

import type { Snapshot, SpanferryOptions, SpanferryPlugin } from './definitions';
import { connect, type State } from './link';
import { context, mirror, render, traceOf } from './mirror';
import { installShim } from './shim';
import { check } from './targets';
import { hex, membersOf, pairs, type View } from './wire';

interface Span {
  spanContext(): { traceId: string; spanId: string; traceFlags: number };
  end(): void;
  /** These two are missing where a span is not recorded. */
  _name?: string;
  _attributes?: Attributes;
  _sentryRootSpan?: Span;
  _sentryScope?: Scope;
  _frozenDsc?: Record<string, string>;
}

type Attributes = Record<string, unknown>;

/** A dynamic sampling context as the SDK has it. */
type Dsc = Record<string, unknown>;

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
  const carriers = (globalThis as { __SENTRY__?: Record<string, { stack?: Stack }> }).__SENTRY__ ?? {};
  const found = Object.entries(carriers).find(([, { stack }]) => stack?.getScope?.().getClient() === client);
  if (!found) throw new Error('this version of the Sentry SDK keeps its scopes elsewhere');
  return [found[0], found[1].stack!];
}

function lead(plugin: SpanferryPlugin, client: Client, own: SpanferryOptions): void {
  const [version, stack] = find(client);
  const theirs = client.getOptions();
  const options: SpanferryOptions = {
    targetMatching: version.startsWith('10.') ? 'js10' : 'js11',
    ...Object.fromEntries(SHARED.map(name => [name, theirs[name] ?? undefined])),
    ...own,
  };
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
  const fresh = (traceId: string): Dsc => {
    const dsc: Dsc = context(mirror.config!, traceId);
    client.emit('createDsc', dsc);
    return dsc;
  };
  /** The context of a root span, as the SDK itself writes it. */
  const ofRoot = (root: Span, traceId: string): Dsc => {
    const { _frozenDsc, _attributes = {}, _name } = root;
    const dsc = _frozenDsc ? { ..._frozenDsc } : fresh(traceId);
    if (!_frozenDsc) {
      const source = _attributes['sentry.source'] ?? _attributes['sentry.segment.name.source'];
      if (source !== 'url') dsc.transaction = _name;
      dsc.sampled = isSampled(root.spanContext());
      dsc.sample_rand = root._sentryScope?.getPropagationContext().sampleRand;
    }
    dsc.sample_rate = rateOf(root) ?? dsc.sample_rate;
    if (!_frozenDsc) client.emit('createDsc', dsc, root);
    return dsc;
  };
  return {
    /** What a request in that scope carries: the active span's trace, else that of the scope. */
    view(scope) {
      const { tracesSampleRate, tracesSampler } = client.getOptions();
      const ref = scope.refs?.span ?? scope._sentrySpan;
      const span = ref?.deref ? ref.deref() : ref;
      if (span && (tracesSampleRate ?? tracesSampler) != null) {
        const own = span.spanContext();
        const { traceId, spanId } = own;
        // A span that is not recorded may be within one that is: the context tells of the root.
        const baggage = render(ofRoot(span._sentryRootSpan ?? span, traceId));
        return { traceId, spanId, sampled: isSampled(own), baggage };
      }
      const { traceId, propagationSpanId, sampled, dsc } = scope.getPropagationContext();
      return { traceId, spanId: propagationSpanId ?? idOf(traceId), sampled, baggage: render(dsc ?? fresh(traceId)) };
    },
    state() {
      const { traceId, parentSpanId, propagationSpanId, sampled, sampleRand, dsc } =
        outermost(stack).getPropagationContext();
      const root = client._sentry_idleSpan;
      const active = root?._attributes && root.spanContext();
      const ours = active?.traceId === traceId ? active : undefined;
      // What comes after the root span hangs under it too: that span is reported.
      if (ours) stable = [traceId, ours.spanId];
      return {
        traceId,
        spanId: propagationSpanId ?? idOf(traceId),
        activeSpanId: ours?.spanId,
        parentSpanId,
        sampled: ours ? isSampled(ours) : sampled,
        sampleRand,
        sampleRate: ours && rateOf(root!),
        dsc: dsc && pairs(dsc),
      };
    },
    take(snapshot) {
      // A running root span would write its own trace back when it ends.
      client._sentry_idleSpan?.end();
      const { traceId, spanId, activeSpanId, parentSpanId, sampled, sampleRand, dsc, headers } = snapshot;
      const known = dsc ?? (sampled === null ? undefined : membersOf(headers.baggage ?? ''));
      mirror.trace = traceOf(snapshot);
      outermost(stack).setPropagationContext({
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

/** The scope of the page; what lives in a callback's scope is nobody else's. */
const outermost = (stack: Stack): Scope => stack._stack[0].scope;

const isSampled = ({ traceFlags }: { traceFlags: number }): boolean => traceFlags === 1;

const rateOf = ({ _attributes }: Span): number | undefined =>
  (_attributes?.['sentry.sample_rate'] ?? _attributes?.['sentry.previous_trace_sample_rate']) as number | undefined;
