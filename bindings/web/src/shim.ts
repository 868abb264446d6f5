// Puts the headers on requests of the page: fetch, XMLHttpRequest and direct calls of CapacitorHttp,
// whether CapacitorHttp has replaced the first two or not.

import { hook, type Undo } from './hook';
import { change } from './mirror';

type Named = Record<string, string>;

/** Methods of XMLHttpRequest, wherever they are kept. */
interface Xhr {
  open: unknown;
  setRequestHeader(this: object, name: string, value: string): void;
  send: unknown;
}

interface Bridge {
  getServerUrl?(): string;
  nativePromise?: unknown;
}

interface CallOptions {
  url?: string;
  headers?: Named;
}

/** What Capacitor's script leaves in the page. */
interface CapacitorWindow {
  fetch?: typeof fetch;
  XMLHttpRequest?: { prototype: Partial<XMLHttpRequest> };
  Capacitor?: Bridge;
  CapacitorWebXMLHttpRequest?: Xhr & { fullObject: unknown; prototype: XMLHttpRequest };
}

/** Where the route starts by which CapacitorHttp has a GET sent by native code; the real URL is in its query. */
const PROXY = '/_capacitor_http_';

/** Wraps what sends requests; returns what takes the wrappers away. A second wrapper finds the headers of the first. */
export function installShim(): Undo[] {
  const w = globalThis as unknown as CapacitorWindow;
  const { XMLHttpRequest: xhr, CapacitorWebXMLHttpRequest: capacitor, Capacitor: bridge } = w;
  const patched = xhr !== capacitor?.fullObject && capacitor;
  /** Whether native code sends the request. */
  const bridged = (url: string): unknown =>
    patched && /^https?:/.test(url) && !url.startsWith(`${bridge?.getServerUrl?.()}/`);

  const traceFetch = (given: unknown[]): void => {
    const [input, init] = given as Parameters<typeof fetch>;
    // Text and a URL object have neither.
    const { url = `${input}`, headers: own } = input as Request;
    const headers = new Headers(init?.headers ?? own);
    change(url, [...headers], bridged(url), (name, value) => {
      if (value) headers.set(name, value);
      else headers.delete(name);
      given[1] = { ...init, headers };
    });
  };
  /** Direct calls of CapacitorHttp, and what Capacitor's fetch and XMLHttpRequest make of a POST. */
  const traceCall = (given: unknown[]): void => {
    const [plugin, , options] = given as [string, string, CallOptions?];
    if (plugin !== 'CapacitorHttp' || !options?.url) return;
    const headers = { ...options.headers };
    change(options.url, Object.entries(headers), true, (name, value) => {
      for (const other in headers) if (other.toLowerCase() === name) delete headers[other];
      if (value) headers[name] = value;
    });
    given[2] = { ...options, headers, spanferry: 'decided' };
  };
  const undo = [hook(w, 'fetch', traceFetch), hook(bridge, 'nativePromise', traceCall)];
  // Capacitor's own methods look theirs up there at each call.
  const methods = patched || (xhr?.prototype as Xhr | undefined);
  /** What is known of the requests that were opened. */
  const opened = new WeakMap<object, [url: string, headers: [string, string][]]>();
  const traceXhr = (_: unknown[], self: object): void => {
    const [given, headers] = opened.get(self)!;
    const url = given.includes(PROXY) ? new URL(given).searchParams.get('u')! : given;
    // A header of an XMLHttpRequest cannot be taken back, only added to: ours go beside what is there.
    change(url, headers, bridged(url), (name, value, kept) => {
      const before = kept ? `${kept},` : '';
      if (value.startsWith(before)) methods!.setRequestHeader.call(self, name, value.slice(before.length));
    });
  };
  undo.push(
    hook(methods, 'open', (given, self) => opened.set(self, [`${given[1]}`, []])),
    hook(methods, 'setRequestHeader', (given, self) => opened.get(self)?.[1].push(given as [string, string])),
    hook(methods, 'send', traceXhr),
  );
  if (patched && !xhr!.prototype.open) {
    // The Sentry SDK looks for the methods here, and throws where Capacitor left nothing.
    const empty = xhr!.prototype;
    xhr!.prototype = patched.prototype;
    undo.push(() => (xhr!.prototype = empty));
  }
  return undo;
}
