// What a service says that it received.

/** Header lines as they came: name and value, doubles included. */
export type Line = [name: string, value: string];

export interface Echo {
  method: string;
  url: string;
  lines: Line[];
}

const TRACE = ['sentry-trace', 'baggage', 'traceparent'];

/** The lines that carry a trace. */
export const traceLines = ({ lines }: Echo): Line[] => lines.filter(([name]) => TRACE.includes(name.toLowerCase()));

/** The traces that lines name; one for each line. */
export function traceIds(lines: Line[]): string[] {
  return lines.map(([, value]) => /[0-9a-f]{32}/.exec(value)?.[0] ?? '');
}
