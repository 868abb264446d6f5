// Which requests carry the trace. The core's src/trace/targets decides the same for native requests.

import type { Explanation, SpanferryOptions, TraceTarget } from './definitions';
import { trim } from './wire';

/** A checked rule: whether a text matches. */
interface Rule {
  test(text: string): boolean;
  kind: string;
  text: string;
}

/** Checked options. */
export interface Config {
  options: SpanferryOptions;
  targets?: Rule[];
  deny: Rule[];
  dsn?: Dsn;
  /** The organisation of this app. */
  orgId?: string;
  /** The URL of the tunnel, without what may differ from request to request. */
  tunnel?: string;
  /** The page's own origin, which is one and the same for as long as the page lives. */
  here?: string;
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

/** A request's URL as it is compared, and whether it is at the page's own origin. */
interface Address {
  href: string;
  own: boolean;
}

/** Checks options; throws an error that names the one that is wrong. */
export function check(options: SpanferryOptions): Config {
  const js10 = options.targetMatching === 'js10';
  const rules = (name: 'tracePropagationTargets' | 'denyTargets'): Rule[] | undefined =>
    options[name]?.map((target, at) => rule(target, js10, `${name}[${at}]`));
  const dsn = options.dsn ? parseDsn(options.dsn) : undefined;
  const page = parse('');
  return {
    options,
    targets: rules('tracePropagationTargets'),
    deny: rules('denyTargets') ?? [],
    dsn,
    orgId: trim(`${options.orgId || ''}`) || dsn?.orgId,
    tunnel: options.tunnel && bare(parse(options.tunnel)?.href),
    here: page && origin(page),
  };
}

function rule(target: TraceTarget, js10: boolean, place: string): Rule {
  if (typeof target === 'string') {
    const part = target.toLowerCase();
    const test = (text: string): boolean => (js10 ? text.includes(target) : text.toLowerCase().includes(part));
    return { test, kind: 'text', text: target };
  }
  const { regex, flags = '' } = json(target, place);
  // Without state: `g` means nothing for one test, and `y` only as "at the start".
  const kept = flags.replace(js10 ? 'g' : /[giy]/g, '');
  try {
    const expression = new RegExp(regex, js10 ? kept : `${kept}i`);
    return { test: text => text.search(expression) >= 0, kind: 'regex', text: `/${regex}/${flags}` };
  } catch (error) {
    throw new Error(`${place}: ${error}`);
  }
}

/** Options as they stand in JSON, where no RegExp can be. */
export const plain = (options: SpanferryOptions): SpanferryOptions =>
  JSON.parse(JSON.stringify(options, (_, value) => (value instanceof RegExp ? json(value) : value)));

/** A target as it stands in JSON. */
function json(target: TraceTarget, place?: string): { regex: string; flags?: string } {
  if (target instanceof RegExp) return { regex: target.source, flags: target.flags };
  if (typeof (target as { regex?: unknown } | null)?.regex === 'string') return target as { regex: string };
  throw new Error(`${place}: expected text, a RegExp or {"regex": "...", "flags": "..."}`);
}

function parseDsn(dsn: string): Dsn {
  const parts = /^\s*https?:\/\/(\w+)(?::\w*)?@((?:\[[:.%\w]+\]|[\w.-]+))(?::(\d+))?(\/.*)?\/(\d+)\D*$/i.exec(dsn);
  if (!parts) throw new Error('dsn: expected https://KEY@HOST/PROJECT');
  const [, key, host, port = '', path = '', project] = parts;
  return { key, host: host.toLowerCase(), orgId: /^o(\d+)\./.exec(host)?.[1], port, path: `${path}/api/${project}/` };
}

/**
 * Most URLs of a page: those that `new URL`, which costs as much as all the rest of a decision, would
 * give back as they are. Longer ones would cost the expression its stack.
 */
const NORMAL =
  /^https?:\/\/(?:[a-z\d]+[.-])*[a-z]+(?=\/)(?:\/[\w~!$&'()*+,;=:@-][\w.~!$&'()*+,;=:@-]*)*\/?(?:\?[\w.~!$&()*+,;=:@%/?-]*)?$/;
const NORMAL_LENGTH = 2000;

function address(text: string, here?: string): Address | undefined {
  if (text.length < NORMAL_LENGTH && NORMAL.test(text)) return { href: text, own: text.startsWith(`${here}/`) };
  const url = parse(text);
  return url && { href: url.href, own: origin(url) === here };
}

/** The parts of a URL; what is relative counts from the page. */
function parse(text: string): URL | undefined {
  try {
    return new URL(text, globalThis.location?.href);
  } catch {
    return undefined;
  }
}

/** Scheme, host and port, also where the standard says "null": `capacitor://localhost`. */
const origin = ({ protocol, host, origin }: URL): string => (origin === 'null' ? `${protocol}//${host}` : origin);

const bare = (url = ''): string => url.replace(/\/?([?#].*)?$/s, '');

/** Whether a request goes to Sentry: to the host of the DSN, or through the tunnel. */
function toSentry(href: string, { dsn, tunnel }: Config): string | undefined {
  const { host, port, path } = dsn!;
  if (href.includes(host)) {
    const url = new URL(href);
    const { hostname, protocol, pathname, search } = url;
    const given = port.replace(protocol === 'https:' ? /^443$/ : /^80$/, '');
    const ours = hostname === host && given === url.port && pathname.startsWith(path);
    if (ours || (search.includes('sentry_key=') && `.${hostname}`.endsWith(`.${host}`))) return 'own_ingest';
  }
  return tunnel && tunnel === bare(href) ? 'tunnel' : undefined;
}

/**
 * Decides about a request. `bridged` is one that native code sends: CORS does not hold for it, so
 * unset targets mean every request. The rule is also told where something before the rules refuses
 * the request.
 */
export function decide(config: Config | undefined, text: string, bridged?: boolean): Decision {
  const url = address(text, config?.here);
  const refusal = refuse(config, url);
  const denial = config && url && !refusal ? matching(config.deny, url.href, url) : null;
  const everywhere = bridged || config?.options.mode === 'native';
  const rule = denial ? { ...denial, kind: 'deny' } : config ? allowing(config, text, url, everywhere) : null;
  return {
    url: url ? url.href : text,
    attach: !refusal && !denial && !!rule,
    reason: refusal ?? (denial ? 'denied' : reasonOf(config!, !!rule, everywhere)),
    rule,
  };
}

/** What refuses a request whatever the rules say, in this order. */
function refuse(config: Config | undefined, url: Address | undefined): string | undefined {
  if (!config) return 'not_configured';
  if (!config.dsn) return 'no_dsn';
  if (!url) return 'invalid_url';
  return /^https?:/.test(url.href) ? toSentry(url.href, config) : 'scheme_not_http';
}

function reasonOf({ targets }: Config, found: boolean, everywhere: boolean): string {
  if (targets) return found ? 'target_matched' : targets.length ? 'no_target_matched' : 'no_targets';
  return everywhere ? 'default_all' : found ? 'same_origin' : 'not_same_origin';
}

/** The rule that lets a request carry the trace. */
function allowing(config: Config, text: string, url: Address | undefined, everywhere: boolean): Decision['rule'] {
  // Outside of a page there is nothing that a URL could be relative to: rules see it as it is written.
  const raw = config.here == null;
  if (!url && !raw) return null;
  if (config.targets) return matching(config.targets, raw ? text : url!.href, url);
  const by = (kind: string, text: string): Decision['rule'] => ({ index: null, kind, text });
  if (everywhere) return by('default', 'all http and https URLs');
  if (raw && /^\/(?!\/)/.test(text)) return by('default', 'URLs that start with one slash');
  return url?.own ? by('same_origin', "URLs of the app's own origin") : null;
}

/** The first rule that matches the whole URL, or the path alone at the page's own origin. */
function matching(rules: Rule[], whole: string, url?: Address): Decision['rule'] {
  const path = url?.own && new URL(url.href).pathname;
  const index = rules.findIndex(({ test }) => test(whole) || (path && test(path)));
  return index < 0 ? null : { index, kind: rules[index].kind, text: rules[index].text };
}
