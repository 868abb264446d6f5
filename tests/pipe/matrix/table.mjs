// The results as a table for people, from what was seen and from nothing else.
import { LISTS, METHODS, SWITCHES, WAYS } from "./cells.mjs";

const SEEN = { "1,1,1": "one line each", "0,0,0": "none" };

/** One row for each way, method and switch; a cell says what every platform and SDK in it saw. */
export function table(results) {
  const rows = [`| request | CapacitorHttp | ${LISTS.join(" | ")} |`, `|---|---|${"---|".repeat(LISTS.length)}`];
  for (const way of WAYS)
    for (const method of METHODS)
      for (const http of SWITCHES) {
        const cells = LISTS.map((list) => cell(results.filter((r) => is(r, { way, method, http, list }))));
        rows.push(`| ${way} ${method} | ${http} | ${cells.join(" | ")} |`);
      }
  return `${rows.join("\n")}\n`;
}

const is = (result, cell) => Object.entries(cell).every(([key, value]) => result[key] === value);

function cell(results) {
  const kinds = [...new Set(results.map((result) => SEEN[result.counts] ?? result.counts.join("/")))];
  return `${kinds.join(", ")} (${results.length} of ${results.length})`;
}
