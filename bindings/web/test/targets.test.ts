// @vitest-environment node
// Node's own URL is that of browsers, and quick where a text is long.

import { describe, expect, test } from 'vitest';

import { check } from '../src/targets';

const HOME = 'https://app.example.com';
Object.assign(globalThis, { location: new URL(`${HOME}/`) });

const config = check({ dsn: 'https://key@o42.ingest.sentry.io/1', tracePropagationTargets: [] });

/** A small generator, so that a failure can be seen again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES =
  'http https :// : // / . .. ... %2e %2E @ ? # a A z 0 9 0x1f 1 - -- xn-- _ ~ \\ | " \' < > ^ { } [ ] % %zz ; & = + é ß 日 , ( ) ! $ * localhost example .com :80 :443 :8080 \t \ud800'
    .split(' ')
    .concat(' ');

/** Text near the border between URLs that stay as they are and those that change. */
function text(next: (below: number) => number): string {
  const parts = Array.from({ length: next(8) }, () => PIECES[next(PIECES.length)]);
  const start = ['http://', 'https://', 'https://api.example', 'https://api.example.com/', 'HTTPS://a/', ''][next(6)];
  return start + parts.join('');
}

describe('URLs', () => {
  test('are compared as the platform writes them, also where they are not parsed', () => {
    const next = random(7);
    const given = Array.from({ length: 50_000 }, () => text(next));
    const platform = (given: string): string => {
      try {
        return new URL(given, HOME).href;
      } catch {
        return given;
      }
    };
    expect(given.filter(given => config.decide(given).url !== platform(given))).toEqual([]);
  });

  test('are at the page’s own origin exactly where the platform says so', () => {
    const own = check({ dsn: 'https://key@o42.ingest.sentry.io/1', appOrigin: HOME });
    for (const rest of ['', '/', '/a?b#c', ':443/', ':8443/', '.evil.example/', '@evil.example/', '/..//x', '\\a']) {
      const given = HOME + rest;
      expect(own.decide(given).attach, given).toBe(new URL(given).origin === HOME);
    }
  });

  test('have a reason where no list decides', () => {
    const dsn = 'https://key@o42.ingest.sentry.io/1';
    const other = 'https://other.example/?sentry_key=1';
    expect(check({}).decide(other)).toMatchObject({ attach: false, reason: 'no_dsn' });
    expect(check({ dsn }).decide(other)).toMatchObject({ attach: false, reason: 'not_same_origin' });
    expect(check({ dsn }).decide(other, true)).toMatchObject({ attach: true, reason: 'default_all' });
    const sentry = 'https://o42.ingest.sentry.io/?sentry_key=1';
    expect(check({ dsn }).decide(sentry, true)).toMatchObject({ attach: false, reason: 'own_ingest' });
  });

  // So long that an expression without a bound would run out of stack.
  test.each([
    ['segments', `https://a.example${'/a'.repeat(1e7)}#`],
    ['labels', `https://${'a.'.repeat(1e7)}#`],
    ['one segment', `https://a.example/${'a'.repeat(1e7)}#`],
    ['a query', `https://a.example/?${'a'.repeat(1e7)}#`],
  ])('of megabytes are decided like others: %s', (_, given) => {
    expect(config.decide(given).url === new URL(given).href).toBe(true);
  });
});
