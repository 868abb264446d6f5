// The page's talk with the native half: docs/BRIDGE.md says what each message means.

import type { Push, Snapshot, SpanferryOptions } from './definitions';
import { configure, mirror } from './mirror';
import { Spanferry } from './plugin';
import { plain } from './targets';
import { VERSION } from './version';
import { hex } from './wire';

/** The trace as a page pushes it. */
export type State = Omit<Push, 'epoch' | 'revision' | 'sequence'>;

/**
 * Longest wait for an answer, in milliseconds: Capacitor never answers a method that it does not know.
 * A start of the app on a slow device may keep an answer back; nothing of the page waits for it.
 */
const PATIENCE = 30_000;

const answer = <T>(call: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    call.then(resolve, reject);
    setTimeout(reject, PATIENCE, 'timeout');
  });

/**
 * Introduces the page, puts its options in force (without them those of the native half hold), and
 * pushes its trace from then on.
 *
 * `state` gives the trace as the page has it now; `take` hears of one that another layer has set.
 * Returns what tells the native half that the page's trace has changed, and what ends the talk: the
 * page goes on alone then.
 */
export function connect(
  options: SpanferryOptions | undefined,
  state: () => State,
  take?: (snapshot: Snapshot) => void,
): [push: () => void, close: () => void] {
  const page = hex();
  let sequence = 0;
  let base: Snapshot | undefined;
  let dirty = true;
  let closed = false;

  /** Keeps the newest snapshot, and takes its trace over if the page is to; older ones are no news. */
  const learn = (snapshot: Snapshot, foreign?: boolean): void => {
    if (closed || (base?.epoch === snapshot.epoch && base.revision > snapshot.revision)) return;
    base = snapshot;
    mirror.revision = snapshot.revision;
    mirror.source = snapshot.source;
    if (!foreign) return;
    mirror.trace = { ...snapshot };
    take?.(snapshot);
    // What the page did to take it over is no news for the other half.
    dirty = false;
  };
  const send = async (): Promise<void> => {
    if (!dirty || closed) return;
    dirty = false;
    const pushed = state();
    const call = Spanferry.adopt({
      page,
      snapshot: plain({
        ...pushed,
        source: undefined,
        epoch: base!.epoch,
        revision: base!.revision,
        sequence: ++sequence,
      }),
    });
    // An answer that comes after the wait counts too: the native half may only have been slow.
    const heard = call.then(({ snapshot, outcome }) => {
      closed ||= outcome === 'dead_page';
      const now = state();
      const same = now.traceId === snapshot.traceId && (snapshot.sampled ?? now.sampled) == now.sampled;
      // Another trace may have started in the page meanwhile: it goes out next.
      learn(snapshot, now.traceId === pushed.traceId && !same);
    });
    // Without an answer the next push, or the next event, finds out where both stand.
    await answer(heard);
  };
  const open = async (): Promise<void> => {
    try {
      const hello = await answer(Spanferry.handshake({ page, version: VERSION, protocol: 1 }));
      // In its turn, and not while the page has news of its own: the answer to those tells where both stand.
      void Spanferry.addListener('change', snapshot => inTurn(() => dirty || learn(snapshot, true)));
      learn(hello.snapshot);
      if (options)
        await answer(Spanferry.configure({ options: plain(options), page })).then(
          ({ snapshot }) => learn(snapshot),
          error => console.error('spanferry:', error),
        );
      else if (hello.configured) configure(hello.options!);
    } catch {
      // No native half, or an old one: the page goes on alone.
      closed = true;
    }
  };
  /** One message is on its way at a time. */
  let turn: Promise<unknown> = open();
  const inTurn = (step: () => unknown): void => {
    turn = turn.then(step).catch(() => undefined);
  };
  inTurn(send);

  return [
    () => {
      dirty = true;
      inTurn(send);
    },
    () => {
      closed = true;
    },
  ];
}
