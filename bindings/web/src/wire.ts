// What the three headers look like. The core's src/trace/wire says it in full; both are held to the
// same vectors.

/** The longest `baggage` that is written, in bytes. */
const MAX = 8192;

/** 32 random lower-case hexadecimal digits. */
export const hex = (): string =>
  crypto.getRandomValues(new Uint8Array(16)).reduce((text, byte) => text + (256 + byte).toString(16).slice(1), '');

/** Members of a `baggage`; more than 64 KiB counts as nothing. */
const split = (baggage: string): string[] => (baggage.length > 65536 ? [] : baggage.split(','));

/** Members of a `baggage`, each as it will be written; a member that nobody may write is left out. */
const members = (baggage: string): string[] =>
  split(baggage)
    .map(member => member.trim().replace(/[^\0-\x7f]+/g, encode))
    .filter(member => /^[ -~]+$/.test(member));

/** Percent-encodes; half of a surrogate pair, which nobody can encode, becomes U+FFFD. */
const encode = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));

/** Text without blanks at its ends; a new line is none. */
export const trim = (text = ''): string => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** Text as it was before it was percent-encoded, or undefined. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}

/** The name of a member, as it is written. */
const written = (member: string): string => member.split('=')[0].trim();

const isSentry = (member: string): boolean =>
  member.includes('=') && (decode(written(member)) ?? written(member)).startsWith('sentry-');

/** Joins members up to the longest header; a member that is too long is skipped, shorter ones follow. */
const join = (ours: string[], kept: string[] = []): string =>
  ours.reduce((text, member) => {
    const longer = text ? `${text},${member}` : member;
    return longer.length > MAX ? text : longer;
  }, kept.join());

/** The value of `baggage` with these members of ours; what is unknown or empty is no member. */
export const baggageOf = (dsc: Iterable<[string, unknown]>): string =>
  join([...dsc].flatMap(([key, value]) => ((value ?? '') === '' ? [] : `sentry-${encode(key)}=${encode(`${value}`)}`)));

/** The Sentry members of a `baggage`, in their order; what does not decode is none. */
export const membersOf = (baggage?: string | null): Map<string, string> =>
  new Map(
    split(baggage ?? '')
      .filter(isSentry)
      .flatMap((member): [string, string][] => {
        const key = decode(written(member));
        const value = decode(member.slice(member.indexOf('=') + 1));
        return key && value ? [[key.slice(7), value]] : [];
      }),
  );

/**
 * Puts our members into a `baggage` that is there: those of other systems stay byte for byte, those
 * of another Sentry trace go where ours come, or always.
 */
export function merge(existing: string, ours: string, replace?: boolean): string {
  const added = members(ours);
  const drop = replace ?? added.some(isSentry);
  const kept = members(existing).filter(member => !(drop && isSentry(member)));
  const known = kept.map(written);
  return join(
    added.filter(member => isSentry(member) || !known.includes(written(member))),
    kept,
  );
}
