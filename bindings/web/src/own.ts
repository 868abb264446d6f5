// Propagation without a Sentry SDK in the page: our own trace, renewed by navigation.

import type { SpanferryOptions, SpanferryPlugin } from './definitions';
import { all } from './hook';
import { connect } from './link';
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
    take: snapshot => {
      mirror.trace = traceOf(snapshot);
    },
  });
  const renew = (): void => {
    mirror.trace = draw();
    mirror.source = 'webview';
    link.push();
  };
  return all([
    link.close,
    instrumentRequests ? installShim() : () => undefined,
    autoNavigation ? watchNavigation(renew) : () => undefined,
  ]);
}
