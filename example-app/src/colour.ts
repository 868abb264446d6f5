// A colour for each trace, so that one sees at a glance what belongs together.

/** The golden angle: neighbours on the list are far apart on the wheel. */
const TURN = 137.508;
const FIRST = 192;

const seen: string[] = [];

/** The hue of a trace: the same wherever it is shown. */
export function hueOf(traceId: string): number {
  if (!seen.includes(traceId)) seen.push(traceId);
  return Math.round(FIRST + seen.indexOf(traceId) * TURN) % 360;
}
