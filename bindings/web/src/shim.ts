// Puts the headers on requests of the page: fetch, XMLHttpRequest and direct calls of CapacitorHttp,
// whether CapacitorHttp has replaced the first two or not.

import { all, hook } from './hook';
import { change, mirror } from './mirror';

type Named = Record<string, string>;

/** Methods of XMLHttpRequest, wherever they are kept. */
interface Xhr {
  open: unknown;
  setRequestHeader(this: XMLHttpRequest, name: string, value: string): void;
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

/** Whether native code sends the request. */
type Bridged = (url: string) => boolean;

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
  const { XMLHttpRequest: xhr, CapacitorWebXMLHttpRequest: capacitor, Capacitor: bridge } = w;
  const patched = capacitor && xhr && xhr !== capacitor.fullObject ? capacitor : undefined;
  const bridged = (url: string): boolean =>
    !!patched && /^https?:/.test(url) && !url.startsWith(`${bridge?.getServerUrl?.()}/`);
  const undo = [
    hook(w, 'fetch', given => {
      given[1] = traceFetch(given as Parameters<typeof fetch>, bridged);
    }),
    // Direct calls of CapacitorHttp, and what Capacitor's fetch and XMLHttpRequest make of a POST.
    hook(bridge, 'nativePromise', given => {
      const [plugin, , options] = given as [string, string, CallOptions?];
      if (plugin === 'CapacitorHttp' && options?.url) given[2] = traceCall(options, options.url);
    }),
  ];
  // Capacitor's own methods look theirs up there at each call.
  if (xhr) undo.push(wrapXhr(patched ?? (xhr.prototype as Xhr), bridged));
  if (patched && !xhr!.prototype.open) {
    // The Sentry SDK looks for the methods here, and throws where Capacitor left nothing.
    const empty = xhr!.prototype;
    xhr!.prototype = patched.prototype;
    undo.push(() => (xhr!.prototype = empty));
  }
  return all(undo);
}

function traceFetch([input, init]: Parameters<typeof fetch>, bridged: Bridged): RequestInit | undefined {
  const request = typeof input === 'object' && 'url' in input ? input : undefined;
  const url = request?.url ?? `${input}`;
  const headers = new Headers(init?.headers ?? request?.headers);
  const changed = change(url, headers, bridged(url));
  changed?.forEach(([name, value]) => (value ? headers.set(name, value) : headers.delete(name)));
  return changed ? { ...init, headers } : init;
}

function wrapXhr(methods: Xhr, bridged: Bridged): () => void {
  /** What is known of those that were opened. */
  const opened = new WeakMap<object, [url: string, headers: [string, string][]]>();
  return all([
    hook(methods, 'open', (given, self) => {
      opened.set(self as object, [`${given[1]}`, []]);
    }),
    hook(methods, 'setRequestHeader', (given, self) => {
      opened.get(self as object)?.[1].push([`${given[0]}`, `${given[1]}`]);
    }),
    hook(methods, 'send', (_, self) => {
      const [given, headers] = opened.get(self as object)!;
      const url = given.includes(PROXY) ? (new URL(given, location.href).searchParams.get('u') ?? given) : given;
      const set = (name: string, value: string): void =>
        methods.setRequestHeader.call(self as XMLHttpRequest, name, value);
      // A header of an XMLHttpRequest cannot be taken back, only added to: ours go beside what is there.
      for (const [name, value, there] of change(url, headers, bridged(url)) ?? []) {
        if (!there.length) set(name, value);
        else if (value.startsWith(`${there.join(', ')},`)) set(name, value.slice(there.join(', ').length + 1));
      }
    }),
  ]);
}

function traceCall(options: CallOptions, url: string): CallOptions {
  const headers = { ...options.headers };
  for (const [name, value] of change(url, Object.entries(headers), true) ?? []) {
    for (const other of Object.keys(headers)) if (other.toLowerCase() === name) delete headers[other];
    if (value) headers[name] = value;
  }
  return { ...options, headers, ...(mirror.nativeHttp === false ? {} : { spanferry: 'decided' }) };
}
