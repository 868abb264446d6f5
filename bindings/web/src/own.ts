// Propagation without a Sentry SDK in the page: our own trace, renewed by navigation.

import type { SpanferryOptions } from './definitions';
import { connect, type State } from './link';
import { configure, continued, draw, metaOf, mirror } from './mirror';
import { watchNavigation } from './navigation';
import { installShim } from './shim';

/** How our layer works in a page without a Sentry SDK. */
export interface StartOptions extends SpanferryOptions {
  /** Whether a navigation within the page starts a new trace. Default true. */
  autoNavigation?: boolean;
  /** Whether requests of the page are given the headers. Default true. */
  instrumentRequests?: boolean;
}

/**
 * Starts the propagation in a page without a Sentry SDK, with the options given, else with those of
 * `capacitor.config`. Returns what takes all of it away again.
 *
 * @throws Error that names the option that is wrong.
 */
export function startSpanferry(given: StartOptions = {}): () => void {
  const { autoNavigation = true, instrumentRequests = true, ...own } = given;
  const options = Object.keys(own).length ? own : undefined;
  if (options) configure(options);
  mirror.trace = continued(metaOf(document)) ?? draw();
  const [push, close] = connect(options, () => mirror.trace as State);
  const renew = (): void => {
    mirror.trace = draw();
    push();
  };
  const undo = [close, instrumentRequests && installShim(), autoNavigation && watchNavigation(renew)].flat();
  return () => undo.forEach(step => step && step());
}
