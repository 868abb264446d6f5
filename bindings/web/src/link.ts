// The page's talk with the native half: docs/BRIDGE.md says what each message means.

import type { Change, Push, Snapshot, SpanferryOptions, SpanferryPlugin } from './definitions';
import { mirror } from './mirror';
import { check, plain } from './targets';
import { VERSION } from './version';
import { hex } from './wire';

/** The trace as a page pushes it. */
export type State = Omit<Push, 'epoch' | 'revision' | 'sequence'>;

/** Whose trace the page's is: the SDK's, or that of our own layer. */
export interface Host {
  /** The options to configure the native half with; without them those of the native half hold. */
  options?: SpanferryOptions;
  /** The trace as the page has it now. */
  state(): State;
  /** Takes over a trace that another layer has set. */
  take(snapshot: Snapshot): void;
}

/** A page's connection with the native half. */
export interface Link {
  /** Tells the native half of the page's trace; changes while a message is on its way go together. */
  push(): void;
  /** Ends the talk; the page goes on alone. */
  close(): void;
}

/** Longest wait for an answer, in milliseconds: Capacitor never answers a method that it does not know. */
const PATIENCE = 2000;
/** A start of the app on a slow device may keep the first answer back; nothing waits for it. */
const START = 30000;

const answer = <T>(call: Promise<T>, patience = PATIENCE): Promise<T> =>
  Promise.race([call, new Promise<never>((_, reject) => setTimeout(reject, patience, new Error('no answer')))]);

/** Introduces the page, puts its options in force, and pushes its trace from then on. */
export function connect(plugin: SpanferryPlugin, host: Host): Link {
  const page = hex(32);
  let sequence = 0;
  let base: Snapshot | undefined;
  /** An event that came while a message was on its way. */
  let news: Snapshot | undefined;
  let dirty = true;
  let busy = true;
  let closed = false;

  /** Keeps the newest snapshot; false for one that is older. */
  const learn = (snapshot: Snapshot): boolean => {
    if (base && base.epoch === snapshot.epoch && base.revision > snapshot.revision) return false;
    base = snapshot;
    mirror.revision = snapshot.revision;
    mirror.source = snapshot.source;
    return true;
  };
  const take = (snapshot: Snapshot): void => {
    // What the page does to take it over is no news for the other half.
    const before = busy;
    busy = true;
    host.take(snapshot);
    dirty = false;
    busy = before;
  };
  const hear = (snapshot: Snapshot): void => {
    if (busy) news = news && news.revision > snapshot.revision ? news : snapshot;
    else if (!closed && learn(snapshot)) take(snapshot);
  };
  const settle = ({ outcome, snapshot }: Change, pushed: string): void => {
    closed ||= outcome === 'dead_page';
    if (closed || !learn(snapshot)) return;
    const { traceId, sampled } = host.state();
    // Another trace has started in the page meanwhile: it goes out next.
    if (traceId !== pushed) return;
    if (traceId !== snapshot.traceId || (snapshot.sampled ?? sampled) != sampled) take(snapshot);
  };
  const send = async (): Promise<void> => {
    busy = true;
    try {
      while (dirty && !closed) {
        dirty = false;
        const state = host.state();
        const { epoch, revision } = base!;
        const snapshot = { ...state, epoch, revision, sequence: ++sequence };
        // An answer that comes after the wait counts too: the native half may only have been slow.
        const call = plugin.adopt({ page, snapshot }).then(change => settle(change, state.traceId));
        await answer(call);
      }
    } catch {
      // The next push, or the next event, finds out where both stand.
    }
    busy = false;
    const last = news;
    news = undefined;
    if (last) hear(last);
  };
  const configure = async (options: SpanferryOptions): Promise<void> => {
    try {
      learn((await answer(plugin.configure({ options: plain(options), page }))).snapshot);
    } catch (error) {
      console.error('spanferry:', error);
    }
  };
  const open = async (): Promise<void> => {
    try {
      const hello = await answer(plugin.handshake({ page, version: VERSION, protocol: 1 }), START);
      answer(plugin.addListener('change', hear)).catch(() => undefined);
      mirror.nativeHttp = hello.nativeHttp;
      learn(hello.snapshot);
      if (host.options) await configure(host.options);
      else if (hello.options) mirror.config ??= check(hello.options);
      await send();
    } catch {
      // No native half, or an old one: the page goes on alone.
      closed = true;
    }
  };

  void open();
  return {
    push() {
      dirty = true;
      if (!busy && !closed) void send();
    },
    close() {
      closed = true;
    },
  };
}
