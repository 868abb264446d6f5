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
export function hex(digits: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(digits / 2));
  return Array.from(bytes, byte => (256 + byte).toString(16).slice(1)).join('');
}

/** The value of `sentry-trace`. */
export function sentryTrace({ traceId, spanId, sampled }: View): string {
  return `${traceId}-${spanId}${sampled == null ? '' : sampled ? '-1' : '-0'}`;
}

/** The value of `traceparent`, which knows no deferred decision. */
export function traceparent({ traceId, spanId, sampled }: View): string {
  return `00-${traceId}-${spanId}-0${sampled ? 1 : 0}`;
}

/** Members of a `baggage`, each as it will be written; a member that nobody may write is left out. */
function members(baggage: string): string[] {
  return baggage
    .split(',')
    .map(member => member.trim())
    .filter(member => member && !/[\0-\x1f\x7f]/.test(member))
    .map(member => member.replace(/[^\0-\x7f]+/g, encode));
}

/** Percent-encodes; half of a surrogate pair, which nobody can encode, becomes U+FFFD. */
const encode = (text: string): string => encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(text)));

/** Text as it was before it was percent-encoded, or undefined. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function key(member: string): string {
  const raw = member.split('=', 1)[0].trim();
  return decode(raw) ?? raw;
}

const isSentry = (member: string): boolean => member.includes('=') && key(member).startsWith('sentry-');

/** Joins members up to the longest header; a member that is too long is skipped, shorter ones follow. */
function join(kept: string[], ours: string[]): string {
  let text = kept.join(',');
  for (const member of ours) {
    const longer = text ? `${text},${member}` : member;
    if (longer.length <= MAX) text = longer;
  }
  return text;
}

/** The value of `baggage` with these members of ours. */
export function baggageOf(dsc: Pairs): string {
  return join(
    [],
    dsc.filter(([, value]) => value).map(([name, value]) => `sentry-${encode(name)}=${encode(value)}`),
  );
}

/**
 * Puts our members into a `baggage` that is there: those of other systems stay byte for byte, those
 * of another Sentry trace go. More than 64 KiB counts as nothing.
 */
export function merge(existing: string, ours: string, replace = members(ours).some(isSentry)): string {
  const kept = members(existing.length > 65536 ? '' : existing).filter(member => !(replace && isSentry(member)));
  const name = (member: string): string => member.split('=', 1)[0].trim();
  const known = new Set(kept.map(name));
  return join(
    kept,
    members(ours).filter(member => isSentry(member) || !known.has(name(member))),
  );
}
