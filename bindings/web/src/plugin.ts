// The plugin: the native half, or in a plain browser our own implementation of it.

import { registerPlugin } from '@capacitor/core';

import type { SpanferryPlugin } from './definitions';

let web: Promise<unknown> | undefined;

export const Spanferry = registerPlugin<SpanferryPlugin>('Spanferry', {
  // Capacitor asks once for each call that comes before the first answer.
  web: () => (web ??= import('./web').then(part => part.plugin())),
});
