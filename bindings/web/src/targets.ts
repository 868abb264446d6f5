// Which requests carry the trace. The core's src/trace/targets decides the same for native requests.

import type { Explanation, SpanferryOptions } from './definitions';
import { trim } from './wire';

export type Decision = Pick<Explanation, 'attach' | 'reason' | 'rule' | 'url'>;

/** What follows from options. */
export interface Config {
  options: SpanferryOptions;
  /** The public key of the DSN; without one no header is sent. */
  key?: string;
  /** The organisation of this app, empty where nothing names one. */
  orgId: string;
  /**
   * Decides about a request. `bridged` is one that native code sends: CORS does not hold for it, so
   * unset targets mean every request. The rule is also told where something before the rules refuses
   * the request.
   */
  decide(url: string, bridged?: unknown): Decision;
}

/** What matches a text, and what is told of the rule then. */
type Rule = [expression: RegExp, told: Decision['rule']];

const DSN = /^\s*(https?:\/\/)(\w+)(:\w*)?@([\w.:[\]%-]+)(\/.*)?\/(\d+)\D*$/i;

/**
 * Most URLs of a page: those that `new URL`, which costs as much as all the rest of a decision, would
 * give back as they are. Without a limit on its labels a long one would cost the expression its stack.
 */
const NORMAL = /^https?:\/\/(?:[a-z\d]+[.-]){0,9}[a-z]+(?=\/)(?!.*\/[.%])[!$%&(-;=?@\w~]*$/;

/** Checks options; throws an error that names the one that is wrong. */
export function check(given?: SpanferryOptions): Config {
  const options = given ?? {};
  const [, scheme, key, , host, path = '', project] = DSN.exec(options.dsn!) ?? [];
  /** Where the DSN sends events. */
  const ingest = key ? parse(`${scheme! + host + path}/api/${project}/`) : '';
  if (options.dsn && !ingest) throw new Error('dsn: expected https://KEY@HOST/PROJECT');
  const through = options.tunnel && bare(parse(options.tunnel));
  const js10 = options.targetMatching === 'js10';
  const rules = (name: 'tracePropagationTargets' | 'denyTargets', denied?: string): Rule[] | undefined => {
    let at: string = name;
    try {
      return options[name]?.map((target, index) => {
        at = `${name}[${index}]`;
        // A RegExp, or what stands for one in JSON.
        const {
          source,
          regex = source,
          flags = '',
          text = `/${regex}/${flags}`,
        } = (
          typeof target === 'string' ? { regex: target.replace(/[$(-+.?[-^{|}]/g, '\\$&'), text: target } : target
        ) as { source?: string; regex?: string; flags?: string; text?: string };
        if (regex == null) throw 'expected text or RegExp';
        // Without state: `g` means nothing for one test, and `y` only as "at the start".
        const expression = new RegExp(regex, flags.replace(js10 ? 'g' : /[giy]/g, '') + (js10 ? '' : 'i'));
        const kind = denied ?? (text === target ? 'text' : 'regex');
        return [expression, { index, kind, text }];
      });
    } catch (error) {
      throw new Error(`${at}: ${error}`);
    }
  };
  const targets = rules('tracePropagationTargets');
  const deny = rules('denyTargets', 'deny');
  // Outside of a page there is nothing that a URL could be relative to: rules see it as it is written.
  const home = parse('/');

  return {
    options,
    key,
    orgId: trim(`${options.orgId || /^o(\d+)\./.exec(host!)?.[1] || ''}`),
    decide(text, bridged) {
      const normal = NORMAL.test(text);
      const url = home && !normal ? parse(text) : `${text}`;
      const anonymous = normal ? url : url.replace(/^blob:|^(https?:\/\/)[^/]*@/, '$1');
      const own = home ? anonymous.startsWith(home) : /^\/(?!\/)/.test(text);
      const local = home && own && new URL(url).pathname;
      const first = (list?: Rule[]): Decision['rule'] | undefined =>
        list?.find(([expression]) => url.search(expression) >= 0 || (local && local.search(expression) >= 0))?.[1];
      const denial = first(deny);
      // What refuses a request whatever the targets say; the first that holds is told.
      const refusal = !key
        ? given
          ? 'no_dsn'
          : 'not_configured'
        : !url
          ? 'invalid_url'
          : !/^https?:/i.test(url)
            ? 'scheme_not_http'
            : anonymous.startsWith(ingest) ||
                (url.includes('sentry_key=') && `.${new URL(url).host}`.endsWith(`.${new URL(ingest).hostname}`))
              ? 'own_ingest'
              : through && [url, url.split('?')[0]].map(bare).includes(through)
                ? 'tunnel'
                : denial && 'denied';
      const everywhere = bridged || options.mode === 'native';
      const kind = everywhere ? 'default' : own && 'same_origin';
      const rule = targets ? first(targets) : kind && { index: null, kind, text: kind };
      const allowed = !targets
        ? everywhere
          ? 'default_all'
          : kind || 'not_same_origin'
        : rule
          ? 'target_matched'
          : targets.length
            ? 'no_target_matched'
            : 'no_targets';
      return {
        url: url || text,
        attach: !refusal && !!rule,
        reason: refusal || allowed,
        rule: (refusal === 'denied' ? denial : rule) || null,
      };
    },
  };
}

/** What stands in JSON, where no RegExp can be (it alone has a `source` here), and nothing that is undefined. */
export const plain = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, value) => (value?.source ? { regex: value.source, flags: value.flags } : value)),
  );

/** A URL as the platform writes it, empty for none; what is relative counts from the page. */
function parse(text: string): string {
  try {
    return new URL(text, globalThis.location?.href).href;
  } catch {
    return '';
  }
}

/** A URL without fragment, and without one slash at its end. */
const bare = (url: string): string => url.split(/\/?(#|$)/)[0];
