// Puts the headers on requests of the page: fetch, XMLHttpRequest and direct calls of CapacitorHttp,
// whether CapacitorHttp has replaced the first two or not.

import { change, mirror } from './mirror';

type Named = Record<string, string>;

interface Xhr {
  open(this: XMLHttpRequest, ...args: unknown[]): unknown;
  setRequestHeader(this: XMLHttpRequest, name: string, value: string): void;
  send(this: XMLHttpRequest, body?: unknown): void;
}

interface Bridge {
  getServerUrl?(): string;
  nativePromise?(plugin: string, method: string, options?: CallOptions): Promise<unknown>;
}

interface CallOptions {
  url?: string;
  headers?: Named;
}

/** What Capacitor's script leaves in the page. */
interface CapacitorWindow {
  fetch: typeof fetch;
  XMLHttpRequest: typeof XMLHttpRequest;
  Capacitor?: Bridge;
  CapacitorWebXMLHttpRequest?: Xhr & { fullObject: unknown; prototype: XMLHttpRequest };
}

/** The route by which CapacitorHttp has a GET sent by native code; the real URL is in its query. */
const PROXY = '/_capacitor_http_interceptor_';

let installed: (() => void) | undefined;

/** Wraps what sends requests, once; returns what takes the wrappers away. */
export function installShim(): () => void {
  installed ??= install(globalThis as unknown as CapacitorWindow);
  return () => {
    installed?.();
    installed = undefined;
  };
}

function install(w: CapacitorWindow): () => void {
  const capacitor = w.CapacitorWebXMLHttpRequest;
  const patched = !!capacitor && w.XMLHttpRequest !== capacitor.fullObject;
  /** Whether native code sends the request. */
  const bridged = (url: string): boolean =>
    patched && /^https?:/.test(url) && !url.startsWith(`${w.Capacitor?.getServerUrl?.()}/`);
  const undo = [wrapFetch(w, bridged), wrapCalls(w.Capacitor)];
  if (w.XMLHttpRequest)
    undo.push(wrapXhr(patched ? capacitor : (w.XMLHttpRequest.prototype as unknown as Xhr), bridged));
  if (patched && !w.XMLHttpRequest.prototype.open) {
    // The Sentry SDK looks for the methods here, and throws where Capacitor left nothing.
    const empty = w.XMLHttpRequest.prototype;
    w.XMLHttpRequest.prototype = capacitor.prototype;
    undo.push(() => (w.XMLHttpRequest.prototype = empty));
  }
  return () => undo.forEach(step => step());
}

/** Replaces a function by a wrapper; the returned function puts it back, or makes the wrapper idle. */
function replace<T extends object, K extends keyof T>(
  owner: T,
  name: K,
  wrapper: (original: T[K], active: () => boolean) => T[K],
): () => void {
  const original = owner[name];
  let active = true;
  const ours = wrapper(original, () => active);
  owner[name] = ours;
  return () => {
    active = false;
    if (owner[name] === ours) owner[name] = original;
  };
}

/** Nothing of ours may break a request of the app. */
function safely<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

function wrapFetch(w: CapacitorWindow, bridged: (url: string) => boolean): () => void {
  if (!w.fetch) return () => undefined;
  return replace(w, 'fetch', (original, active) => {
    return function (this: unknown, input: RequestInfo | URL, init?: RequestInit) {
      const traced = active() ? safely(() => withHeaders(input, init, bridged), init) : init;
      return original.call(this ?? w, input, traced);
    } as typeof fetch;
  });
}

function withHeaders(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  bridged: (url: string) => boolean,
): RequestInit | undefined {
  const request = typeof input === 'object' && 'url' in input ? input : undefined;
  const url = request?.url ?? String(input);
  const headers = new Headers(init?.headers ?? request?.headers);
  const changed = change(url, headers, bridged(url));
  if (!changed) return init;
  changed.remove.forEach(name => headers.delete(name));
  changed.set.forEach(([name, value]) => headers.set(name, value));
  return { ...init, headers };
}

/** What is known of an XMLHttpRequest that was opened. */
const opened = new WeakMap<XMLHttpRequest, { url: string; headers: [string, string][] }>();

/** Capacitor's own methods look theirs up here at each call. */
function wrapXhr(methods: Xhr, bridged: (url: string) => boolean): () => void {
  const undo = [
    replace(methods, 'open', original => {
      return function (this: XMLHttpRequest, ...args) {
        opened.set(this, { url: String(args[1]), headers: [] });
        return original.apply(this, args);
      };
    }),
    replace(methods, 'setRequestHeader', original => {
      return function (this: XMLHttpRequest, name, value) {
        original.call(this, name, value);
        opened.get(this)?.headers.push([`${name}`, `${value}`]);
      };
    }),
    replace(methods, 'send', (original, active) => {
      return function (this: XMLHttpRequest, ...body) {
        if (active()) safely(() => traceXhr(this, methods, bridged), undefined);
        return original.apply(this, body);
      };
    }),
  ];
  return () => undo.forEach(step => step());
}

function traceXhr(xhr: XMLHttpRequest, methods: Xhr, bridged: (url: string) => boolean): void {
  const { url, headers } = opened.get(xhr) ?? {};
  if (!url || !headers) return;
  const real = url.includes(PROXY) ? (new URL(url, location.href).searchParams.get('u') ?? url) : url;
  const changed = change(real, headers, bridged(real));
  // A header of an XMLHttpRequest cannot be taken back, only added to: ours go beside what is there.
  changed?.set.forEach(([name, value]) => {
    const there = headers
      .filter(([key]) => key.toLowerCase() === name)
      .map(([, text]) => text)
      .join(', ');
    if (!there) methods.setRequestHeader.call(xhr, name, value);
    else if (value.startsWith(`${there},`)) methods.setRequestHeader.call(xhr, name, value.slice(there.length + 1));
  });
}

/** Direct calls of CapacitorHttp, and what Capacitor's fetch and XMLHttpRequest make of a POST. */
function wrapCalls(bridge: Bridge | undefined): () => void {
  if (!bridge?.nativePromise) return () => undefined;
  return replace(bridge, 'nativePromise', (original, active) => {
    return function (this: unknown, plugin, method, options) {
      const ours = active() && plugin === 'CapacitorHttp' && options?.url;
      return original!.call(this ?? bridge, plugin, method, ours ? safely(() => traceCall(options), options) : options);
    };
  });
}

function traceCall(options: CallOptions): CallOptions {
  const headers = { ...options.headers };
  const changed = change(options.url!, Object.entries(headers), true);
  const mark = mirror.nativeHttp === false ? {} : { spanferry: 'decided' };
  if (!changed) return { ...options, ...mark };
  for (const name of Object.keys(headers)) {
    if (changed.remove.includes(name.toLowerCase())) delete headers[name];
  }
  return { ...options, ...mark, headers: { ...headers, ...Object.fromEntries(changed.set) } };
}
