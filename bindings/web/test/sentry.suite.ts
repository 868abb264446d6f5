// What holds beside every version of the SDK; a file for each version runs it, at the same time as the others.

import type * as sentry11 from 'sentry-11';
import { afterEach, describe, expect, test, vi } from 'vitest';

const DSN = 'https://key@o42.ingest.sentry.io/1';
const URL = 'https://api.example.com/orders';
/** A trace from elsewhere. */
const INCOMING = '771a43a4192642f0b136d5159a501700-1234567890abcdef';

const tick = (ms = 0): Promise<void> => new Promise(done => setTimeout(done, ms));

export type Sentry = typeof sentry11;

/** The clients of the pages so far. */
const open: object[] = [];

/** A page in which the SDK is started with our integration; each has a package without a past. */
async function page(Sentry: Sentry, options: object = {}, tracing: object = {}) {
  vi.resetModules();
  history.replaceState(null, '', '/');
  delete (globalThis as { Capacitor?: unknown }).Capacitor;
  const spanferry = await import('../src/index');
  const client = Sentry.init({
    dsn: DSN,
    release: 'app@1',
    tracePropagationTargets: ['api.example.com'],
    integrations: [
      Sentry.browserTracingIntegration({ finalTimeout: 500, idleTimeout: 300, ...tracing }),
      spanferry.spanferryIntegration(),
    ],
    transport: () => ({ send: async () => ({}), flush: async () => true }),
    ...options,
  })!;
  open.push(client);
  // Until the page has told the other half, which a browser loads first.
  await vi.waitFor(
    async () => expect(Sentry.getTraceData()['sentry-trace']).toContain((await spanferry.Spanferry.snapshot()).traceId),
    30_000,
  );
  return { ...spanferry, client };
}

/** The headers that the SDK itself would write, without the span id where it draws one each time. */
function theirs(Sentry: Sentry, stable: boolean): unknown {
  const { 'sentry-trace': trace, baggage } = Sentry.getTraceData();
  return { trace: stable ? trace : trace?.replace(/-[0-9a-f]{16}/, ''), baggage };
}

function ours(headers: { 'sentry-trace'?: string; baggage?: string }, stable: boolean): unknown {
  const { 'sentry-trace': trace, baggage } = headers;
  return { trace: stable ? trace : trace?.replace(/-[0-9a-f]{16}/, ''), baggage };
}

afterEach(() => {
  // Else its end would write into the scopes of the next page.
  open
    .splice(0)
    .forEach(client => (client as unknown as { _sentry_idleSpan?: { end(): void } })._sentry_idleSpan?.end());
  document.head.innerHTML = '';
  delete (globalThis as { __SENTRY__?: unknown }).__SENTRY__;
});

export function suite(version: string, Sentry: Sentry): void {
  describe(`beside @sentry/browser ${version}`, () => {
    describe.each([[1], [0], [undefined]])('with tracesSampleRate %s', tracesSampleRate => {
      test('headers are byte for byte those of the SDK: page load, child span, end of the root span', async () => {
        const { headersFor } = await page(Sentry, { tracesSampleRate });
        const traced = tracesSampleRate !== undefined;
        expect(ours(headersFor(URL), traced)).toEqual(theirs(Sentry, traced));
        Sentry.startSpan({ name: 'child' }, () => {
          expect(ours(headersFor(URL), traced)).toEqual(theirs(Sentry, traced));
        });
        await tick(600);
        expect(ours(headersFor(URL), false)).toEqual(theirs(Sentry, false));
      });

      test('headers are those of the SDK inside a span that is not recorded within one that is', async () => {
        const { headersFor } = await page(Sentry, { tracesSampleRate });
        const traced = tracesSampleRate !== undefined;
        Sentry.suppressTracing(() =>
          Sentry.startSpan({ name: 'quiet' }, () => {
            expect(ours(headersFor(URL), traced)).toEqual(theirs(Sentry, traced));
          }),
        );
      });

      test('a trace inside a callback is on its requests and nobody else hears of it', async () => {
        const { headersFor, Spanferry } = await page(Sentry, { tracesSampleRate });
        const before = (await Spanferry.snapshot()).traceId;
        Sentry.startNewTrace(() => {
          expect(ours(headersFor(URL), false)).toEqual(theirs(Sentry, false));
          expect(headersFor(URL)['sentry-trace']).not.toContain(before);
        });
        await tick(20);
        expect((await Spanferry.snapshot()).traceId).toBe(before);
      });

      test('a trace of another layer that comes while such a callback runs is there after it', async () => {
        const { Spanferry } = await page(Sentry, { tracesSampleRate });
        let traceId = '';
        await Sentry.startNewTrace(async () => {
          traceId = (await Spanferry.startNewTrace()).snapshot.traceId;
          await tick(20);
        });
        expect(Sentry.getTraceData()['sentry-trace']).toContain(traceId);
      });

      test('page load and navigation are the trace of the other half too', async () => {
        const { Spanferry } = await page(Sentry, { tracesSampleRate });
        const first = await Spanferry.snapshot();
        expect(Sentry.getTraceData()['sentry-trace']).toContain(first.traceId);
        await tick(1600);
        history.pushState(null, '', '/next');
        await tick(20);
        const second = await Spanferry.snapshot();
        expect(second.traceId).not.toBe(first.traceId);
        expect(Sentry.getTraceData()['sentry-trace']).toContain(second.traceId);
      });

      test('a trace of another layer is the SDK’s, also after the page-load span would have ended', async () => {
        const { Spanferry, headersFor } = await page(Sentry, { tracesSampleRate });
        const { snapshot } = await Spanferry.startNewTrace();
        await tick();
        expect(Sentry.getTraceData()['sentry-trace']).toContain(snapshot.traceId);
        await tick(700);
        expect(Sentry.getTraceData()['sentry-trace']).toContain(snapshot.traceId);
        expect(headersFor(URL)['sentry-trace']).toContain(snapshot.traceId);
        // What the page does to take it over is no news for the other half.
        expect(await Spanferry.snapshot()).toMatchObject({ traceId: snapshot.traceId, revision: snapshot.revision });
      });
    });

    test('the decision and the context of the page-load span are frozen into the shared trace at its end', async () => {
      const { Spanferry } = await page(Sentry, { tracesSampleRate: 1 });
      expect((await Spanferry.snapshot()).dsc).toBeNull();
      await tick(600);
      const { dsc, sampled, sampleRate } = await Spanferry.snapshot();
      expect({ sampled, sampleRate }).toEqual({ sampled: true, sampleRate: 1 });
      expect(Object.fromEntries(dsc!)).toMatchObject({ release: 'app@1', sampled: 'true', sample_rate: '1' });
    });

    test('the page continues the meta tags of a start-up trace', async () => {
      document.head.innerHTML = `<meta name="sentry-trace" content="${INCOMING}-1">
        <meta name="baggage" content="sentry-environment=start,sentry-sample_rand=0.25,sentry-sample_rate=0.5">`;
      const { Spanferry, headersFor } = await page(Sentry, { tracesSampleRate: 1 });
      expect(INCOMING).toContain((await Spanferry.snapshot()).traceId);
      expect(headersFor(URL).baggage).toContain('sentry-environment=start');
      expect(ours(headersFor(URL), true)).toEqual(theirs(Sentry, true));
    });

    test('the context of a root span is the SDK’s, with the name of a route and what integrations add', async () => {
      const named = (options: { attributes?: object }) => ({
        ...options,
        name: 'route',
        attributes: { ...options.attributes, 'sentry.source': 'route', 'sentry.segment.name.source': 'route' },
      });
      const { headersFor, client } = await page(Sentry, { tracesSampleRate: 1 }, { beforeStartSpan: named });
      client.on('createDsc', dsc => {
        dsc.replay_id = 'replay';
      });
      expect(headersFor(URL).baggage).toMatch(/sentry-replay_id=replay,sentry-transaction=route,/);
      expect(ours(headersFor(URL), true)).toEqual(theirs(Sentry, true));
    });

    test('a later trace tells of the rate that the first one was sampled with, as the SDK does', async () => {
      const { headersFor } = await page(Sentry, { tracesSampleRate: 0.9999999 }, { consistentTraceSampling: true });
      await tick(1600);
      history.pushState(null, '', '/later');
      await tick(20);
      expect(headersFor(URL).baggage).toMatch(/sentry-sample_rate=0.9999999/);
      expect(ours(headersFor(URL), true)).toEqual(theirs(Sentry, true));
    });

    test.each([
      ['decided, with a context', '-1', 'sentry-environment=up,sentry-sample_rand=0.25,sentry-sample_rate=0.5'],
      ['decided, without one', '-0', ''],
      ['deferred', '', ''],
    ])('a trace that another layer continues is on the SDK’s requests, byte for byte: %s', async (_, flag, baggage) => {
      const { Spanferry } = await page(Sentry);
      const { snapshot } = await Spanferry.continueTrace({ headers: { 'sentry-trace': INCOMING + flag, baggage } });
      await tick();
      const { 'sentry-trace': header, baggage: told = null } = Sentry.getTraceData();
      // Without tracing the SDK draws a span id for each request.
      expect(header?.replace(/-[\da-f]{16}/, '')).toBe(snapshot.headers['sentry-trace'].replace(/-[\da-f]{16}/, ''));
      expect(told).toBe(snapshot.headers.baggage);
      expect(Sentry.getCurrentScope().getPropagationContext().sampleRand).toBe(snapshot.sampleRand);
    });

    test('a decision that another layer takes for its trace, and its root span’s name, are on the SDK’s requests', async () => {
      const { Spanferry } = await page(Sentry, { tracesSampleRate: 1 });
      await Spanferry.startNewTrace();
      await tick();
      const { snapshot } = await Spanferry.beginRootSpan({ name: 'start' });
      await tick();
      const { 'sentry-trace': header, baggage } = Sentry.getTraceData();
      expect(header).toMatch(/-1$/);
      expect(baggage).toBe(snapshot.headers.baggage);
      expect(baggage).toContain('sentry-transaction=start');
    });

    test('the options of the client are those of every layer', async () => {
      const { Spanferry, explain } = await page(Sentry, {
        tracePropagationTargets: [/^https:\/\/api\./i],
        orgId: 7,
        environment: 'stage',
        propagateTraceparent: true,
      });
      const { options } = await Spanferry.handshake({ page: 'probe', version: '0', protocol: 1 });
      expect(options).toMatchObject({
        dsn: DSN,
        orgId: 7,
        environment: 'stage',
        release: 'app@1',
        propagateTraceparent: true,
      });
      expect(options!.targetMatching).toBe(version.startsWith('11') ? 'js11' : 'js10');
      expect(explain(URL)).toMatchObject({ attach: true, reason: 'target_matched' });
      expect(explain('https://other.example/')).toMatchObject({ attach: false, reason: 'no_target_matched' });
    });

    test('a second client is left alone, with one warning', async () => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      const { spanferryIntegration, Spanferry } = await page(Sentry);
      const before = await Spanferry.snapshot();
      Sentry.init({ dsn: 'https://other@o1.ingest.sentry.io/2', integrations: [spanferryIntegration()] });
      await tick(20);
      expect(warn.mock.calls.filter(([text]) => `${text}`.startsWith('spanferry'))).toHaveLength(1);
      expect((await Spanferry.snapshot()).traceId).toBe(before.traceId);
      const { options } = await Spanferry.handshake({ page: 'probe', version: '0', protocol: 1 });
      expect(options!.dsn).toBe(DSN);
      warn.mockRestore();
    });
  });
}
