// Which requests carry the trace. The core's src/trace/targets decides the same for native requests.

import type { Explanation, SpanferryOptions, TraceTarget } from './definitions';

/** A checked rule: whether a text matches. */
type Rule = { test: (text: string) => boolean; kind: string; text: string };

/** Checked options. */
export interface Config {
  options: SpanferryOptions;
  targets?: Rule[];
  deny: Rule[];
  dsn?: Dsn;
  /** The organisation of this app. */
  orgId?: string;
}

interface Dsn {
  key: string;
  /** The organisation that the host names. */
  orgId?: string;
  host: string;
  port: string;
  path: string;
}

export type Decision = Pick<Explanation, 'attach' | 'reason' | 'rule' | 'url'>;

/** Checks options; throws an error that names the one that is wrong. */
export function check(options: SpanferryOptions): Config {
  const js10 = options.targetMatching === 'js10';
  const rules = (name: 'tracePropagationTargets' | 'denyTargets'): Rule[] | undefined =>
    options[name]?.map((target, at) => rule(target, js10, `${name}[${at}]`));
  const dsn = options.dsn ? parseDsn(options.dsn) : undefined;
  return {
    options,
    targets: rules('tracePropagationTargets'),
    deny: rules('denyTargets') ?? [],
    dsn,
    orgId: `${options.orgId || ''}`.trim() || dsn?.orgId,
  };
}

function rule(target: TraceTarget, js10: boolean, place: string): Rule {
  if (typeof target === 'string') {
    const fold = (text: string): string => (js10 ? text : text.toLowerCase());
    const part = fold(target);
    return { test: text => fold(text).includes(part), kind: 'text', text: target };
  }
  const { regex, flags = '' } = json(target, place);
  // Without state: `g` means nothing for one test, and `y` only as "at the start".
  const kept = flags.replace('g', '');
  try {
    const expression = new RegExp(regex, js10 ? kept : `${kept.replace(/[iy]/g, '')}i`);
    const test = (text: string): boolean => {
      expression.lastIndex = 0;
      return expression.test(text);
    };
    return { test, kind: 'regex', text: `/${regex}/${flags}` };
  } catch (error) {
    throw new Error(`${place}: ${error}`);
  }
}

/** Options as they stand in JSON, where no RegExp can be. */
export function plain(options: SpanferryOptions): SpanferryOptions {
  return JSON.parse(JSON.stringify(options, (_, value) => (value instanceof RegExp ? json(value) : value)));
}

/** A target as it stands in JSON. */
function json(target: TraceTarget, place?: string): { regex: string; flags?: string } {
  if (target instanceof RegExp) return { regex: target.source, flags: target.flags };
  const { regex } = (target ?? {}) as { regex?: unknown };
  if (typeof regex === 'string') return target as { regex: string };
  throw new Error(`${place}: expected text, a RegExp or {"regex": "...", "flags": "..."}`);
}

function parseDsn(dsn: string): Dsn {
  const parts = /^\s*https?:\/\/(\w+)(?::\w*)?@((?:\[[:.%\w]+\]|[\w.-]+))(?::(\d+))?(\/.*)?\/(\d+)\D*$/i.exec(dsn);
  if (!parts) throw new Error('dsn: expected https://KEY@HOST/PROJECT');
  const [, key, host, port = '', path = '', project] = parts;
  return { key, host: host.toLowerCase(), orgId: host.match(/^o(\d+)\./)?.[1], port, path: `${path}/api/${project}/` };
}

/** Whether a request goes to Sentry: to the host of the DSN, or through the tunnel. */
function toSentry(url: URL, { dsn, options }: Config): string | undefined {
  const { host } = dsn!;
  const { hostname } = url;
  const same = hostname === host;
  if (same || hostname.endsWith(`.${host}`)) {
    const port = dsn!.port.replace(url.protocol === 'https:' ? /^443$/ : /^80$/, '');
    const ours = same && port === url.port && url.pathname.startsWith(dsn!.path);
    if (ours || url.search.includes('sentry_key=')) return 'own_ingest';
  }
  const bare = (text = ''): string => text.replace(/[?#].*/s, '').replace(/\/$/, '');
  return options.tunnel && bare(url.href) === bare(parse(options.tunnel)?.href) ? 'tunnel' : undefined;
}

const page = (): string | undefined => globalThis.location?.href;

function parse(text: string): URL | undefined {
  try {
    // A base would be parsed too, each time.
    return /^https?:\/\//i.test(text) ? new URL(text) : new URL(text, page());
  } catch {
    return undefined;
  }
}

/** Scheme, host and port, also where the standard says "null": `capacitor://localhost`. */
const origin = (url: URL): string => (url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin);

/**
 * Decides about a request. `bridged` is one that native code sends: CORS does not hold for it, so
 * unset targets mean every request. The rule is also told where something before the rules refuses
 * the request.
 */
export function decide(config: Config | undefined, text: string, bridged?: boolean): Decision {
  const url = parse(text);
  const [reason, rule] = refuse(config, url) ?? [];
  const found = rule ? undefined : find(config, text, url, bridged);
  return {
    url: url?.href ?? text,
    attach: !reason && !!found?.[1],
    reason: reason ?? found![0],
    rule: rule ?? found?.[1] ?? null,
  };
}

type Found = [reason: string, rule?: Decision['rule']];

/** What refuses a request whatever the targets say, in this order. */
function refuse(config: Config | undefined, url: URL | undefined): Found | undefined {
  if (!config) return ['not_configured'];
  if (!config.dsn) return ['no_dsn'];
  if (!url) return ['invalid_url'];
  if (!/^https?:/.test(url.protocol)) return ['scheme_not_http'];
  const ingest = toSentry(url, config);
  if (ingest) return [ingest];
  const deny = config.deny.length ? matching(config.deny, texts(url)) : null;
  return deny ? ['denied', { ...deny, kind: 'deny' }] : undefined;
}

function find(config: Config | undefined, text: string, url: URL | undefined, bridged?: boolean): Found {
  const none = (reason: string): Found => [reason];
  const by = (reason: string, kind: string, text: string): Found => [reason, { index: null, kind, text }];
  const raw = !page();
  if (!config || !(url || raw)) return none('invalid_url');
  if (config.targets) {
    const target = matching(config.targets, raw ? [text] : texts(url!));
    if (target) return ['target_matched', target];
    return none(config.targets.length ? 'no_target_matched' : 'no_targets');
  }
  if (bridged || config.options.mode === 'native') return by('default_all', 'default', 'all http and https URLs');
  if (raw && /^\/(?!\/)/.test(text)) return by('same_origin', 'default', 'URLs that start with one slash');
  return url && isSameOrigin(url)
    ? by('same_origin', 'same_origin', "URLs of the app's own origin")
    : none('not_same_origin');
}

/** The page's origin, parsed anew only when its address has changed. */
let here: [href?: string, origin?: string] = [];

function isSameOrigin(url: URL): boolean {
  const href = page();
  if (href !== here[0]) {
    const parsed = href ? parse(href) : undefined;
    here = [href, parsed && origin(parsed)];
  }
  return origin(url) === here[1];
}

/** What rules are compared with: the URL, and the path alone at the page's own origin. */
const texts = (url: URL): string[] => (isSameOrigin(url) ? [url.href, url.pathname] : [url.href]);

function matching(rules: Rule[], texts: string[]): Decision['rule'] {
  const index = rules.findIndex(rule => texts.some(rule.test));
  return index < 0 ? null : { index, kind: rules[index].kind, text: rules[index].text };
}
