// The package in a page of a plain browser: jsdom's document, Capacitor's own core, the built bundle.

import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

const require = createRequire(import.meta.url);

/** What the page sent last through CapacitorHttp's bridge. */
export const sent = { options: undefined };

/** A new page; every call gives a package without a past. */
export function open(href = 'https://app.example.com/') {
  const { window } = new JSDOM('', { url: href === null ? 'https://localhost/' : undefined });
  globalThis.window = undefined;
  globalThis.document = window.document;
  globalThis.DOMParser = window.DOMParser;
  globalThis.location = href === null ? undefined : { href };
  for (const name of Object.keys(require.cache)) {
    if (/dist[\\/]plugin|@capacitor[\\/]core/.test(name)) delete require.cache[name];
  }
  delete globalThis.Capacitor;
  const spanferry = require('../../../../dist/plugin.cjs.js');
  globalThis.Capacitor.nativePromise = (_plugin, _method, options) => {
    sent.options = options;
    return Promise.resolve();
  };
  return spanferry;
}
