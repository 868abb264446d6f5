// The plugin in a plain browser, where there is no native half: what the core decides for a native
// app, for the one page there is. Native apps never load this file. Both are held to the same vectors.

import { WebPlugin } from '@capacitor/core';

import type {
  Change,
  Continuation,
  Handshake,
  Outcome,
  Push,
  Snapshot,
  Source,
  SpanferryOptions,
  SpanferryPlugin,
} from './definitions';
import {
  continued,
  draw,
  explain,
  getTraceData,
  getTraceMetaTags,
  headersFor,
  metaContent,
  mirror,
  view,
  type Trace,
} from './mirror';
import { check } from './targets';
import { VERSION } from './version';
import { membersOf, trim } from './wire';

const FIELDS = [
  'traceId',
  'spanId',
  'activeSpanId',
  'parentSpanId',
  'sampled',
  'sampleRand',
  'sampleRate',
  'dsc',
] as const;

export class SpanferryWeb extends WebPlugin implements SpanferryPlugin {
  private reason = 'created';
  private revision = 1;
  /** The revision of the last trace that the page did not set itself. */
  private others = 0;
  private hidden?: { at: number; traceId: string };
  private readonly epoch = Math.floor(Math.random() * 2 ** 47);

  constructor() {
    super();
    globalThis.document?.addEventListener('visibilitychange', () => {
      void this.lifecycle({ event: document.hidden ? 'background' : 'foreground' });
    });
  }

  async handshake(): Promise<Handshake> {
    const options = mirror.config?.options ?? null;
    return {
      version: VERSION,
      protocol: 1,
      platform: 'web',
      configured: !!options,
      options,
      nativeHttp: false,
      snapshot: this.state(),
    };
  }

  async configure({ options, page }: { options: SpanferryOptions; page?: string }): Promise<Change> {
    try {
      mirror.config = check(options);
    } catch (error) {
      throw Object.assign(error as Error, { code: 'options_refused' });
    }
    if (this.reason === 'created') mirror.trace.sampleRand = options.sampleRand ?? mirror.trace.sampleRand;
    return this.changed('updated', !!page);
  }

  async startNewTrace(): Promise<Change> {
    return this.begin('app', 'new_trace_requested');
  }

  async continueTrace({ headers }: { headers: Record<string, string> }): Promise<Continuation> {
    const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    return this.continue(lower.get('sentry-trace') || fromW3c(lower.get('traceparent')), lower.get('baggage'));
  }

  async continueFromMeta({ html }: { html: string }): Promise<Continuation> {
    const page = new DOMParser().parseFromString(html, 'text/html');
    return this.continue(metaContent('sentry-trace', page), metaContent('baggage', page));
  }

  /** The page's own layer says what the page holds already. */
  async adopt({ snapshot }: { snapshot: Push }): Promise<Change> {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- what is no part of the trace
    const { source = 'webview', epoch, revision, sequence, ...push } = snapshot;
    const { trace } = mirror;
    const another = push.traceId !== trace.traceId;
    if (another && revision < this.others) return { outcome: 'stale', snapshot: this.state() };
    if (another) this.reason = 'page_push';
    if (another) mirror.source = source;
    mirror.trace = another
      ? { ...draw(), ...(push as Trace) }
      : { ...(push as Trace), ...trace, sampled: trace.sampled ?? push.sampled, dsc: trace.dsc ?? push.dsc };
    return this.changed(another ? 'started' : 'updated', true);
  }

  async snapshot(): Promise<Snapshot> {
    return this.state();
  }

  /** Takes the decision if it is still open; with tracing off a root span means nothing. */
  async beginRootSpan({ name, source }: { name?: string; source?: string } = {}): Promise<Change> {
    const { trace, config } = mirror;
    const rate = config?.options.tracesSampleRate;
    if (rate == null) return this.changed('unchanged');
    const drawn = (trace.sampleRand ??= draw().sampleRand!);
    const dsc = trace.dsc && new Map(trace.dsc);
    if (dsc && !dsc.size) dsc.set('sample_rand', `${drawn}`);
    const own = trace.sampled == null && rate >= 0 && rate <= 1;
    // The number is 1 where an odd sender said so, and then even a parent's yes is a no, as in the SDK.
    trace.sampled = drawn < (own ? rate : +(trace.sampled ?? 0));
    if (own) {
      trace.sampleRate = rate;
      dsc?.set('sample_rate', `${rate}`);
    }
    if (dsc) trace.dsc = [...dsc];
    trace.root = {
      transaction: source === 'url' ? '' : name,
      sampled: trace.sampled,
      sample_rand: drawn,
      sample_rate: trace.sampleRate,
    };
    return this.changed('updated');
  }

  async endRootSpan(): Promise<Change> {
    mirror.trace.dsc = membersOf(view().baggage);
    return this.changed('updated');
  }

  async setActiveSpan({ spanId }: { spanId: string | null }): Promise<Change> {
    if (spanId && !/^[0-9a-f]{16}$/.test(spanId)) throw new Error('spanId: expected 16 hexadecimal digits');
    mirror.trace.activeSpanId = spanId;
    return this.changed('updated');
  }

  async getTraceData(): ReturnType<SpanferryPlugin['getTraceData']> {
    return getTraceData();
  }

  async getTraceMetaTags(): ReturnType<SpanferryPlugin['getTraceMetaTags']> {
    return { html: getTraceMetaTags() };
  }

  async headersFor({ url }: { url: string }): ReturnType<SpanferryPlugin['headersFor']> {
    return { headers: headersFor(url) };
  }

  async explain({ url }: { url: string }): ReturnType<SpanferryPlugin['explain']> {
    return explain(url);
  }

  async lifecycle({ event }: Parameters<SpanferryPlugin['lifecycle']>[0]): Promise<Change> {
    const { hidden } = this;
    const { traceId } = mirror.trace;
    if (/load|nav/.test(event)) return this.begin('lifecycle', event);
    this.hidden = event === 'background' ? (hidden ?? { at: Date.now(), traceId }) : undefined;
    const limit = mirror.config?.options.backgroundLimitMs ?? 30_000;
    const long = !this.hidden && hidden?.traceId === traceId && Date.now() - hidden.at >= limit;
    return long ? this.begin('lifecycle', 'background_limit') : this.changed('unchanged');
  }

  private begin(source: Source, reason: string, trace = drawn()): Change {
    this.reason = reason;
    Object.assign(mirror, { trace, source });
    this.others = this.revision + 1;
    return this.changed('started');
  }

  private continue(header?: string | null, baggage?: string | null): Continuation {
    const found = continued(header, baggage);
    const reason = found ? (refused(found) ?? 'continued') : header ? 'invalid_sentry_trace' : 'no_incoming_trace';
    const trace = reason === 'continued' ? numbered(found!) : drawn();
    return { reason, snapshot: this.begin('incoming', reason, trace).snapshot };
  }

  private state(): Snapshot {
    const { source } = mirror;
    const { trace } = mirror;
    const known = FIELDS.map(name => [name, trace[name] ?? null]);
    const headers = { 'sentry-trace': null, baggage: null, traceparent: null, ...getTraceData() };
    return {
      version: 1,
      epoch: this.epoch,
      revision: this.revision,
      source,
      reason: this.reason,
      ...Object.fromEntries(known),
      headers,
    } as Snapshot;
  }

  /** Counts a change and tells of it, unless the page itself pushed it. */
  private changed(outcome: Outcome, quiet?: boolean): Change {
    const changed = outcome !== 'unchanged';
    if (changed) mirror.revision = ++this.revision;
    const snapshot = this.state();
    if (changed && !quiet) this.notifyListeners('change', snapshot);
    return { outcome, snapshot };
  }
}

/** A new trace, with the configured number if there is one. */
function drawn(): Trace {
  const trace = draw();
  return { ...trace, sampleRand: mirror.config?.options.sampleRand ?? trace.sampleRand };
}

/** The W3C header stands in where it is switched on. */
function fromW3c(header = ''): string | undefined {
  const parts = /^\s*(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32}-(?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?\s*$/.exec(
    header,
  );
  if (!parts || !mirror.config?.options.propagateTraceparent || (parts[1] === '00' && parts[4])) return undefined;
  return parts[2] + (parseInt(parts[3], 16) & 1 ? '-1' : '');
}

/** Why the trace of another organisation is not continued. */
function refused({ dsc }: Trace): string | undefined {
  const theirs = trim(dsc?.find(([key]) => key === 'org_id')?.[1] ?? '') || undefined;
  const { orgId: ours, options } = mirror.config ?? {};
  if (theirs === ours) return undefined;
  if (theirs && ours) return 'org_mismatch';
  if (!options?.strictTraceContinuation) return undefined;
  return theirs ? 'strict_own_org_missing' : 'strict_incoming_org_missing';
}

/** Gives a continued trace the number that decisions compare with a rate, by the rules of the SDK. */
function numbered(trace: Trace): Trace {
  const dsc = new Map(trace.dsc);
  const { sampled } = trace;
  const random = drawn().sampleRand!;
  const rate = parseRate(dsc.get('sample_rate'));
  const fitting = sampled ? random * rate : rate + random * (1 - rate);
  const given = parseRate(dsc.get('sample_rand'));
  trace.sampleRand = given >= 0 ? given : rate && sampled != null ? fitting : random;
  if (dsc.size) trace.dsc = [...dsc.set('sample_rand', `${trace.sampleRand}`)];
  return trace;
}

/** A number from 0 to 1, else NaN. */
function parseRate(text = ''): number {
  const rate = parseFloat(text);
  return rate >= 0 && rate <= 1 ? rate : NaN;
}
