// Propagation without a Sentry SDK in the page: our own trace, renewed by navigation.

import type { Snapshot, SpanferryOptions, SpanferryPlugin } from './definitions';
import { connect, type Link } from './link';
import { continued, draw, metaContent, mirror, traceOf } from './mirror';
import { watchNavigation } from './navigation';
import { installShim } from './shim';
import { check } from './targets';

/** How our layer works in a page without a Sentry SDK. */
export interface StartOptions extends SpanferryOptions {
  /** Whether a navigation within the page starts a new trace. Default true. */
  autoNavigation?: boolean;
  /** Whether requests of the page are given the headers. Default true. */
  instrumentRequests?: boolean;
}

/** Starts our layer; returns what takes it away again. */
export function start(plugin: SpanferryPlugin, given?: StartOptions): () => void {
  const { autoNavigation = true, instrumentRequests = true, ...options } = given ?? {};
  if (given && Object.keys(options).length) mirror.config = check(options);
  const found = continued(metaContent('sentry-trace'), metaContent('baggage'));
  mirror.trace = found ?? draw();
  const link = connect(plugin, {
    options: mirror.config && options,
    state: () => ({ ...mirror.trace }),
    take: (snapshot: Snapshot) => {
      mirror.trace = traceOf(snapshot);
    },
  });
  const undo = [link.close];
  if (instrumentRequests) undo.push(installShim());
  if (autoNavigation) undo.push(watchNavigation(() => renew(link)));
  return () => undo.forEach(step => step());
}

function renew(link: Link): void {
  mirror.trace = draw();
  mirror.source = 'webview';
  link.push();
}
