import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { StartOptions } from '../src/own';

const OPTIONS = {
  dsn: 'https://key@o42.ingest.sentry.io/1',
  tracePropagationTargets: ['api.example.com', /^\/inner/],
};
const SENT = '771a43a4192642f0b136d5159a501700-1234567890abcdef-1';
const API = 'https://api.example.com/orders';

const tick = (ms = 0): Promise<void> => new Promise(done => setTimeout(done, ms));

/** What the platform's own fetch was called with. */
const fetched = vi.fn<typeof fetch>(async () => new Response('{}'));

const headersOf = (call: number): Headers => new Headers(fetched.mock.calls[call][1]?.headers);

let stop: (() => void) | undefined;
const before = { pushState: history.pushState, fetch: globalThis.fetch, send: XMLHttpRequest.prototype.send };

async function page(options: StartOptions = OPTIONS) {
  vi.resetModules();
  delete (globalThis as { Capacitor?: unknown }).Capacitor;
  const spanferry = await import('../src/index');
  stop = spanferry.startSpanferry(options);
  await vi.waitFor(async () => {
    const { traceId } = await spanferry.Spanferry.snapshot();
    expect(spanferry.getTraceData()['sentry-trace']).toContain(traceId);
  }, 30_000);
  return spanferry;
}

beforeEach(() => {
  fetched.mockClear();
  globalThis.fetch = fetched;
  history.replaceState(null, '', '/');
});

afterEach(() => {
  stop?.();
  document.head.innerHTML = '';
  globalThis.fetch = before.fetch;
});

describe('without a Sentry SDK', () => {
  test('requests to the targets carry the trace, others are passed on as they were', async () => {
    const { getTraceData } = await page();
    await fetch(API);
    expect(headersOf(0).get('sentry-trace')).toBe(getTraceData()['sentry-trace']);
    expect(headersOf(0).get('baggage')).toContain('sentry-public_key=key');
    const init = { method: 'POST' };
    await fetch('https://other.example/', init);
    expect(fetched.mock.calls[1][1]).toBe(init);
  });

  test('a URL object is as good as its text for the functions too', async () => {
    const { headersFor, explain } = await page();
    const url = new URL(API) as unknown as string;
    expect(headersFor(url)).toEqual(headersFor(API));
    expect(explain(url)).toEqual(explain(API));
  });

  test('relative URLs, URL objects and Request objects are understood, and keep their own headers', async () => {
    await page();
    await fetch('/inner/1');
    await fetch(new URL(API));
    await fetch(new Request(API, { headers: { 'X-Mine': '1', Baggage: 'a=1' } }));
    for (const call of [0, 1, 2]) expect(headersOf(call).get('sentry-trace'), `${call}`).toBeTruthy();
    expect(headersOf(2).get('x-mine')).toBe('1');
    expect(headersOf(2).get('baggage')).toMatch(/^a=1,sentry-/);
  });

  test('what the caller hands over is never changed, and a trace of another layer stays', async () => {
    await page();
    const headers = { 'Sentry-Trace': '11111111111111111111111111111111-2222222222222222-1' };
    const init = { headers };
    await fetch(API, init);
    expect(headersOf(0).get('sentry-trace')).toBe(headers['Sentry-Trace']);
    expect(headersOf(0).get('baggage')).toBeNull();
    const plain = { headers: { baggage: 'a=1' } };
    await fetch(API, plain);
    expect(plain).toEqual({ headers: { baggage: 'a=1' } });
    expect(headersOf(1).get('baggage')).toMatch(/^a=1,sentry-/);
  });

  test('XMLHttpRequest carries one line of each header', async () => {
    await page();
    const set = vi.spyOn(XMLHttpRequest.prototype, 'setRequestHeader').mockImplementation(() => undefined);
    stop?.();
    await page();
    const xhr = new XMLHttpRequest();
    xhr.open('GET', API);
    xhr.setRequestHeader('Baggage', 'a=1');
    xhr.setRequestHeader('baggage', 'b=2, c=3');
    xhr.send();
    xhr.abort();
    const names = set.mock.calls.map(([name]) => name.toLowerCase());
    expect(names).toEqual(['baggage', 'baggage', 'sentry-trace', 'baggage']);
    expect(set.mock.calls[3][1]).toMatch(/^sentry-/);
    set.mockRestore();
  });

  test('an XMLHttpRequest that has members of another trace gets none of ours beside them', async () => {
    const set = vi.spyOn(XMLHttpRequest.prototype, 'setRequestHeader').mockImplementation(() => undefined);
    await page();
    const xhr = new XMLHttpRequest();
    xhr.open('GET', API);
    xhr.setRequestHeader('baggage', 'sentry-trace_id=1,a=1');
    xhr.send();
    xhr.abort();
    expect(set.mock.calls.map(([name]) => name.toLowerCase())).toEqual(['baggage', 'sentry-trace']);
    set.mockRestore();
  });

  test('taken away under the wrapper of somebody else, ours does nothing any more', async () => {
    await page();
    const ours = globalThis.fetch;
    globalThis.fetch = (...given) => ours(...given);
    stop?.();
    await fetch(API);
    expect(fetched.mock.calls.at(-1)).toEqual([API]);
  });

  test('a push that did not know of the last trace of the app is stale', async () => {
    const { Spanferry } = await page();
    const { epoch, revision } = await Spanferry.snapshot();
    const { snapshot } = await Spanferry.startNewTrace();
    const push = { epoch, revision, sequence: 9, traceId: '3'.repeat(32) };
    expect(await Spanferry.adopt({ page: 'late', snapshot: push })).toMatchObject({ outcome: 'stale', snapshot });
  });

  test('a navigation renews the trace, one soon after the last without a touch does not', async () => {
    const { getTraceData, Spanferry } = await page();
    const trace = (): string => getTraceData()['sentry-trace']!.slice(0, 32);
    const first = trace();
    history.replaceState(null, '', '/redirected');
    expect(trace()).toBe(first);
    dispatchEvent(new Event('click'));
    history.pushState(null, '', '/next');
    expect(trace()).not.toBe(first);
    await tick(20);
    expect((await Spanferry.snapshot()).traceId).toBe(trace());
  });

  test('every way to another place is a navigation, unless it comes soon after the last without a touch', async () => {
    let now = 1e6;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now);
    const { getTraceData } = await page();
    const renewed = (step: () => void): boolean => {
      const before = getTraceData()['sentry-trace'];
      step();
      return getTraceData()['sentry-trace'] !== before;
    };
    let place = 0;
    const ways = {
      pushState: () => history.pushState(null, '', `/${++place}`),
      replaceState: () => history.replaceState(null, '', `/${++place}`),
      popstate: () => {
        History.prototype.pushState.call(history, null, '', `/${++place}`);
        dispatchEvent(new Event('popstate'));
      },
    };
    for (const touch of ['click', 'keydown'])
      for (const [way, go] of Object.entries(ways)) {
        now += 10_000;
        expect(renewed(go), `${way}, long after the last`).toBe(true);
        now += 1000;
        expect(renewed(go), `${way}, soon after it`).toBe(false);
        dispatchEvent(new Event(touch));
        expect(renewed(go), `${way} after ${touch}`).toBe(true);
      }
    now += 10_000;
    expect(renewed(() => history.replaceState({ scrolled: 1 }, '', location.href))).toBe(false);
    stop?.();
    expect(renewed(ways.popstate)).toBe(false);
    clock.mockRestore();
  });

  test('what is explained is a sentence: the URL, the trace, the reason and the rule', async () => {
    const { explain, getTraceData } = await page();
    const traceId = getTraceData()['sentry-trace']!.slice(0, 32);
    expect(explain(API).text).toBe(`${API} carries trace ${traceId}: target_matched (api.example.com).`);
    const other = 'https://other.example/';
    expect(explain(other).text).toBe(`${other} carries no trace: no_target_matched.`);
  });

  test('autoNavigation: false leaves the trace alone', async () => {
    const { getTraceData } = await page({ ...OPTIONS, autoNavigation: false });
    const first = getTraceData()['sentry-trace'];
    dispatchEvent(new Event('click'));
    history.pushState(null, '', '/next');
    expect(getTraceData()['sentry-trace']).toBe(first);
  });

  test('the meta tags of a start-up trace are continued', async () => {
    document.head.innerHTML =
      '<meta name="sentry-trace" content="771a43a4192642f0b136d5159a501700-1234567890abcdef-1">' +
      '<meta name="baggage" content="sentry-trace_id=771a43a4192642f0b136d5159a501700,sentry-release=native%401">';
    const { getTraceData, Spanferry } = await page();
    expect(getTraceData()['sentry-trace']).toMatch(/^771a43a4192642f0b136d5159a501700-.*-1$/);
    expect(getTraceData().baggage).toContain('sentry-release=native%401');
    expect((await Spanferry.snapshot()).traceId).toBe('771a43a4192642f0b136d5159a501700');
  });

  test('a member that does not decode is none of the context that goes on', async () => {
    const { Spanferry } = await page();
    const baggage = 'sentry-%zz=1,sentry-release=%zz,sentry-environment=a';
    const { snapshot } = await Spanferry.continueTrace({ headers: { 'sentry-trace': SENT, baggage } });
    expect(snapshot.dsc?.filter(([name]) => name !== 'sample_rand')).toEqual([['environment', 'a']]);
  });

  test('a baggage of more than 64 KiB that comes in counts as nothing', async () => {
    const { Spanferry } = await page();
    const members = (count: number) => Array.from({ length: count }, (_, at) => `sentry-k${at}=v`).join();
    const received = async (baggage: string) =>
      (await Spanferry.continueTrace({ headers: { 'sentry-trace': SENT, baggage } })).snapshot.dsc?.length;
    expect(await received(members(100))).toBe(101);
    expect(await received(members(100_000))).toBe(0);
  });

  test('an organisation with a new line in it is another one', async () => {
    const { Spanferry } = await page();
    const headers = { 'sentry-trace': SENT, baggage: 'sentry-org_id=42%0a' };
    expect((await Spanferry.continueTrace({ headers })).reason).toBe('org_mismatch');
    const same = { 'sentry-trace': SENT, baggage: 'sentry-org_id=%2042%09' };
    expect((await Spanferry.continueTrace({ headers: same })).reason).toBe('continued');
  });

  test('an empty sentry-trace is none: the W3C header stands in where it is switched on', async () => {
    const { Spanferry } = await page({ ...OPTIONS, propagateTraceparent: true });
    const headers = { 'sentry-trace': '', traceparent: `00-${SENT.slice(0, 49)}-01` };
    expect(await Spanferry.continueTrace({ headers })).toMatchObject({
      reason: 'continued',
      snapshot: { traceId: SENT.slice(0, 32), sampled: true },
    });
  });

  test('a call of the app is on the next request before its promise settles', async () => {
    const { Spanferry, getTraceData } = await page();
    const { snapshot } = await Spanferry.startNewTrace();
    expect(getTraceData()['sentry-trace']).toContain(snapshot.traceId);
  });

  test('a member that would make baggage longer than 8192 bytes is left out, and others stay', async () => {
    const { getTraceData } = await page({ ...OPTIONS, environment: 'e'.repeat(8190), release: 'r' });
    expect(getTraceData().baggage).toMatch(/^sentry-release=r,sentry-public_key=key,/);
  });

  test('a root span and options are in the context of a trace that the app has started', async () => {
    const { Spanferry, getTraceData } = await page({ ...OPTIONS, tracesSampleRate: 1 });
    await Spanferry.startNewTrace();
    await tick();
    await Spanferry.beginRootSpan({ name: 'start' });
    await tick();
    expect(getTraceData().baggage).toMatch(/sentry-transaction=start,sentry-sampled=true/);
    await Spanferry.configure({ options: { ...OPTIONS, tracesSampleRate: 1, environment: 'stage' } });
    expect(getTraceData().baggage).toMatch(/sentry-environment=stage.*sentry-transaction=start/);
    await Spanferry.endRootSpan();
    await tick();
    await Spanferry.configure({ options: { ...OPTIONS, environment: 'late' } });
    expect(getTraceData().baggage).toContain('sentry-environment=stage');
  });

  test('calls at start-up, while the part for browsers loads, all reach the one plugin', async () => {
    vi.resetModules();
    delete (globalThis as { Capacitor?: unknown }).Capacitor;
    const { startSpanferry, Spanferry, getTraceData } = await import('../src/index');
    stop = startSpanferry(OPTIONS);
    const heard: string[] = [];
    const listening = Spanferry.addListener('change', ({ traceId }) => heard.push(traceId));
    const first = await Spanferry.snapshot();
    await listening;
    const { snapshot } = await Spanferry.startNewTrace();
    expect(snapshot.epoch).toBe(first.epoch);
    expect(heard).toContain(snapshot.traceId);
    expect(getTraceData()['sentry-trace']).toContain(snapshot.traceId);
  });

  test('one call puts everything back', async () => {
    await page();
    expect(globalThis.fetch).not.toBe(fetched);
    stop?.();
    expect(globalThis.fetch).toBe(fetched);
    expect(history.pushState).toBe(before.pushState);
    expect(XMLHttpRequest.prototype.send).toBe(before.send);
  });

  test('wrong options are an error that names them', async () => {
    const { startSpanferry } = await page();
    expect(() => startSpanferry({ dsn: 'https://<key>@host/1' })).toThrow(/^dsn/);
    const broken = { dsn: OPTIONS.dsn, tracePropagationTargets: [{} as RegExp] };
    expect(() => startSpanferry(broken)).toThrow(/^tracePropagationTargets\[0\].*RegExp/);
    const single = { dsn: OPTIONS.dsn, denyTargets: 'api.example.com' as unknown as string[] };
    expect(() => startSpanferry(single)).toThrow(/^denyTargets: /);
    const hole = { dsn: OPTIONS.dsn, denyTargets: ['api.example.com', null as unknown as string] };
    expect(() => startSpanferry(hole)).toThrow(/^denyTargets\[1\]: /);
  });
});

describe('with a native half', () => {
  /** What a native half tells of changes. */
  let tell: (snapshot: unknown) => void;
  /** The trace that it has at first. */
  const state = { epoch: 1, revision: 1, source: 'native_auto', sampled: null, headers: {}, traceId: '1'.repeat(32) };
  /** What it answers, pushes apart. */
  const willing = (): Record<string, unknown> => ({
    handshake: { nativeHttp: false, options: null, snapshot: state },
    configure: { outcome: 'updated', snapshot: state },
  });

  const native = (answers: Record<string, unknown>) => {
    const calls: [string, Record<string, unknown>][] = [];
    vi.resetModules();
    const methods = ['handshake', 'configure', 'adopt'].map(name => ({ name, rtype: 'promise' }));
    methods.push({ name: 'addListener', rtype: 'callback' });
    (globalThis as { Capacitor?: unknown }).Capacitor = {
      PluginHeaders: [{ name: 'Spanferry', methods }],
      getPlatform: () => 'android',
      nativePromise: (_plugin: string, method: string, options: Record<string, unknown>) => {
        calls.push([method, options]);
        // Capacitor never answers a method that the plugin does not have.
        return method in answers ? Promise.resolve(answers[method]) : new Promise(() => undefined);
      },
      nativeCallback: (_plugin: string, _method: string, _options: unknown, callback: typeof tell) => {
        tell = callback;
        return 'id';
      },
    };
    (globalThis as { androidBridge?: unknown }).androidBridge = {};
    return calls;
  };

  afterEach(() => {
    delete (globalThis as { androidBridge?: unknown }).androidBridge;
    delete (globalThis as { Capacitor?: unknown }).Capacitor;
  });

  test('an answer that comes too late is not heard', async () => {
    vi.useFakeTimers();
    const late = new Promise(done => setTimeout(done, 40_000, { nativeHttp: false, options: null, snapshot: {} }));
    const calls = native({ handshake: late });
    const { startSpanferry } = await import('../src/index');
    stop = startSpanferry(OPTIONS);
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(calls.map(([method]) => method)).toEqual(['handshake']);
  });

  test('one that is slow once is still told of the next trace, and its late answer counts', async () => {
    vi.useFakeTimers();
    const slow = (change: object): Promise<object> => new Promise(done => setTimeout(done, 3000, change));
    const answers = willing();
    // Somebody else has set a trace: the page learns so when the answer is there at last.
    answers.adopt = slow({ outcome: 'stale', snapshot: { ...state, revision: 2, spanId: '2'.repeat(16) } });
    const calls = native(answers);
    const { startSpanferry, getTraceData } = await import('../src/index');
    stop = startSpanferry(OPTIONS);
    await vi.advanceTimersByTimeAsync(4000);
    expect(getTraceData()['sentry-trace']).toContain('1'.repeat(32));
    dispatchEvent(new Event('click'));
    history.pushState(null, '', '/after');
    await vi.advanceTimersByTimeAsync(10);
    vi.useRealTimers();
    expect(calls.filter(([method]) => method === 'adopt')).toHaveLength(2);
  });

  test('a trace that the page had not heard of in its turn wins over the one that it started meanwhile', async () => {
    vi.useFakeTimers();
    const answers = willing();
    answers.adopt = new Promise(done => setTimeout(done, 1000, { outcome: 'started', snapshot: state }));
    const calls = native(answers);
    const { startSpanferry, getTraceData } = await import('../src/index');
    stop = startSpanferry(OPTIONS);
    await vi.advanceTimersByTimeAsync(500);
    const theirs = { ...state, revision: 2, source: 'app', traceId: '2'.repeat(32), spanId: '2'.repeat(16) };
    tell(theirs);
    dispatchEvent(new Event('click'));
    history.pushState(null, '', '/unaware');
    answers.adopt = { outcome: 'stale', snapshot: theirs };
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    const pushes = calls.filter(([method]) => method === 'adopt').map(([, { snapshot }]) => snapshot);
    expect(pushes).toMatchObject([{ revision: 1 }, { revision: 1, sequence: 2 }]);
    expect(getTraceData()['sentry-trace']).toContain(theirs.traceId);
  });

  test('a page that another has replaced keeps its trace to itself', async () => {
    vi.useFakeTimers();
    const answers = willing();
    answers.adopt = { outcome: 'dead_page', snapshot: { ...state, revision: 2 } };
    const calls = native(answers);
    const { startSpanferry, getTraceData } = await import('../src/index');
    stop = startSpanferry(OPTIONS);
    await vi.advanceTimersByTimeAsync(10);
    dispatchEvent(new Event('click'));
    history.pushState(null, '', '/replaced');
    tell({ ...state, revision: 3 });
    await vi.advanceTimersByTimeAsync(10);
    vi.useRealTimers();
    expect(calls.filter(([method]) => method === 'adopt')).toHaveLength(1);
    expect(getTraceData()['sentry-trace']).not.toContain(state.traceId);
  });

  test('what it told before its last word is no news, and after the end nothing is', async () => {
    const answers = willing();
    answers.configure = { outcome: 'updated', snapshot: { ...state, revision: 3 } };
    const calls = native(answers);
    const { startSpanferry, getTraceData } = await import('../src/index');
    const { mirror } = await import('../src/mirror');
    stop = startSpanferry(OPTIONS);
    answers.adopt = { outcome: 'started', snapshot: { ...mirror.trace, epoch: 1, revision: 5 } };
    await tick();
    const before = getTraceData();
    tell({ ...state, revision: 4 });
    await tick();
    expect(getTraceData()).toEqual(before);
    tell({ ...state, revision: 6 });
    await tick();
    expect(getTraceData()['sentry-trace']).toContain(state.traceId);
    stop();
    tell({ ...state, revision: 7, traceId: '7'.repeat(32) });
    await tick();
    expect(getTraceData()['sentry-trace']).toContain(state.traceId);
    const pushes = calls.filter(([method]) => method === 'adopt').map(([, { snapshot }]) => snapshot);
    expect(pushes).toMatchObject([{ epoch: 1, revision: 3, sequence: 1 }]);
  });

  test('a decision that it has taken about the page’s trace is the page’s', async () => {
    const answers = willing();
    native(answers);
    const { startSpanferry, getTraceData } = await import('../src/index');
    const { mirror } = await import('../src/mirror');
    stop = startSpanferry(OPTIONS);
    answers.adopt = { outcome: 'updated', snapshot: { ...mirror.trace, epoch: 1, revision: 2, sampled: true } };
    await tick();
    expect(getTraceData()['sentry-trace']).toMatch(/-1$/);
  });

  test('without options of the page those of the native half hold, if it has any', async () => {
    const answers = willing();
    native(answers);
    let { startSpanferry, headersFor } = await import('../src/index');
    stop = startSpanferry();
    await tick();
    expect(headersFor(API)).toEqual({});
    stop();
    answers.handshake = { nativeHttp: false, configured: true, options: OPTIONS, snapshot: state };
    native(answers);
    ({ startSpanferry, headersFor } = await import('../src/index'));
    stop = startSpanferry();
    await tick();
    expect(headersFor(API)['sentry-trace']).toBeTruthy();
  });

  test('options that it never answers are told once, and the page still pushes its trace', async () => {
    vi.useFakeTimers();
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const calls = native({ handshake: willing().handshake });
    const { startSpanferry } = await import('../src/index');
    stop = startSpanferry(OPTIONS);
    await vi.advanceTimersByTimeAsync(40_000);
    vi.useRealTimers();
    expect(told.mock.calls).toEqual([['spanferry:', 'timeout']]);
    expect(calls.map(([method]) => method)).toContain('adopt');
    told.mockRestore();
  });

  test('one that never answers is asked once, and the page goes on alone', async () => {
    vi.useFakeTimers();
    const calls = native({});
    const { startSpanferry, headersFor } = await import('../src/index');
    stop = startSpanferry(OPTIONS);
    await vi.advanceTimersByTimeAsync(40_000);
    dispatchEvent(new Event('click'));
    history.pushState(null, '', '/alone');
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(calls.filter(([method]) => method !== 'addListener').map(([method]) => method)).toEqual(['handshake']);
    expect(headersFor(API)['sentry-trace']).toBeTruthy();
  });
});
