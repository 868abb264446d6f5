import { registerPlugin } from '@capacitor/core';

import type { SpanferryOptions, SpanferryPlugin } from './definitions';
import { start, type StartOptions } from './own';
import { integration, type Integration } from './sentry';

export type * from './definitions';
export type { StartOptions } from './own';
export { explain, getTraceData, getTraceMetaTags, headersFor } from './mirror';

let web: Promise<SpanferryPlugin> | undefined;

/** The plugin: the native half, or in a plain browser our own implementation of it. */
export const Spanferry = registerPlugin<SpanferryPlugin>('Spanferry', {
  // Capacitor asks once for each call that comes before the first answer.
  web: () => (web ??= import('./web').then(({ SpanferryWeb }) => new SpanferryWeb())),
});

/**
 * The integration for a Sentry SDK in the page: `Sentry.init({ integrations: [spanferryIntegration()] })`.
 *
 * Takes its options from the client; those given here go before them. `instrumentRequests: false`
 * leaves requests of the page to the SDK alone.
 */
export function spanferryIntegration(options?: SpanferryOptions & { instrumentRequests?: boolean }): Integration {
  return integration(Spanferry, options);
}

/**
 * Starts the propagation in a page without a Sentry SDK, with the options given, else with those of
 * `capacitor.config`. Returns what takes all of it away again.
 *
 * @throws Error that names the option that is wrong.
 */
export function startSpanferry(options?: StartOptions): () => void {
  return start(Spanferry, options);
}
