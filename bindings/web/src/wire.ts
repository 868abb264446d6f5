// What the three headers look like. The core's src/trace/wire says it in full; both are held to the
// same vectors.

/** Ordered members, as they stand in the dynamic sampling context. */
export type Pairs = [string, string][];

/** What headers are written from. */
export interface View {
  traceId: string;
  spanId: string;
  /** The decision; null and undefined are a deferred one. */
  sampled?: boolean | null;
  /** The value of `baggage`; empty for none. */
  baggage: string;
}

/** The longest `baggage` that is written, in bytes. */
const MAX = 8192;

/** Random lower-case hexadecimal digits. */
export const hex = (digits: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(digits / 2)), byte => (256 + byte).toString(16).slice(1)).join('');

/** The value of `sentry-trace`. */
export const sentryTrace = ({ traceId, spanId, sampled }: View): string =>
  `${traceId}-${spanId}${sampled == null ? '' : sampled ? '-1' : '-0'}`;

/** The value of `traceparent`, which knows no deferred decision. */
export const traceparent = ({ traceId, spanId, sampled }: View): string =>
  `00-${traceId}-${spanId}-0${sampled ? 1 : 0}`;

/** Members of a `baggage`, each as it will be written; a member that nobody may write is left out. */
const members = (baggage: string): string[] =>
  baggage
    .split(',')
    .map(member => member.trim().replace(/[^\0-\x7f]+/g, encode))
    .filter(member => member && !/[\0-\x1f\x7f]/.test(member));

/** Percent-encodes; half of a surrogate pair, which nobody can encode, becomes U+FFFD. */
const encode = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));

/** Text without blanks at its ends; a new line is none. */
export const trim = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** Text as it was before it was percent-encoded, or undefined. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The name of a member, as it is written. */
const written = (member: string): string => member.split('=', 1)[0].trim();

const name = (member: string): string => decode(written(member)) ?? written(member);

const isSentry = (member: string): boolean => member.includes('=') && name(member).startsWith('sentry-');

/** Joins members up to the longest header; a member that is too long is skipped, shorter ones follow. */
const join = (kept: string[], ours: string[]): string =>
  ours.reduce((text, member) => {
    const longer = text ? `${text},${member}` : member;
    return longer.length > MAX ? text : longer;
  }, kept.join());

/** Members of a dynamic sampling context; what is unknown or empty is no member. */
export const pairs = (dsc: object): Pairs =>
  Object.entries(dsc).flatMap(([key, value]) => (value == null || value === '' ? [] : [[key, `${value}`]]));

/** The value of `baggage` with these members of ours. */
export const baggageOf = (dsc: Pairs): string =>
  join(
    [],
    dsc.filter(([, value]) => value).map(([key, value]) => `sentry-${encode(key)}=${encode(value)}`),
  );

/** The Sentry members of a `baggage`; what does not decode is none. */
export const membersOf = (baggage: string): Pairs => [
  ...new Map(
    members(baggage)
      .filter(isSentry)
      .flatMap((member): Pairs => {
        const key = decode(written(member));
        const value = decode(member.slice(member.indexOf('=') + 1).trim());
        return key && value ? [[key.slice(7), value]] : [];
      }),
  ),
];

/**
 * Puts our members into a `baggage` that is there: those of other systems stay byte for byte, those
 * of another Sentry trace go where ours come, or always. More than 64 KiB counts as nothing.
 */
export function merge(existing: string, ours: string, replace?: boolean): string {
  const added = members(ours);
  const drop = replace ?? added.some(isSentry);
  const kept = members(existing.length > 65536 ? '' : existing).filter(member => !(drop && isSentry(member)));
  const known = kept.map(written);
  return join(
    kept,
    added.filter(member => isSentry(member) || !known.includes(written(member))),
  );
}
