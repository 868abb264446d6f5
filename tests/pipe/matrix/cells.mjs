// The cells of the matrix, and what a page is told for each list of targets.
import { CARRIES, SENDER } from "./expected.mjs";

export const WAYS = Object.keys(SENDER);
export const METHODS = ["GET", "POST"];
export const SWITCHES = ["off", "on"];
export const PLATFORMS = ["android", "ios"];
export const SDKS = ["SDK 10", "SDK 11", "none"];
export const LISTS = Object.keys(CARRIES);

/** The option as JavaScript source, for a server at `base`. */
export function targets(list, base) {
  const server = base.replaceAll(/[.:/]/g, "\\$&");
  return {
    "matching list": `tracePropagationTargets: ["https://api.example.com", /^${server}\\/r\\//],`,
    "other list": `tracePropagationTargets: ["https://api.example.com", /^${server}\\/other\\//],`,
    unset: "",
    "[]": "tracePropagationTargets: [],",
  }[list];
}

/** One line for each header, or none. */
export function expected({ way, http, list }) {
  const lines = CARRIES[list][SENDER[way][http]] ? 1 : 0;
  return [lines, lines, lines];
}

/** Every page that the matrix needs: it makes all ways and methods of requests. */
export function* pages() {
  for (const platform of PLATFORMS)
    for (const http of SWITCHES) for (const sdk of SDKS) for (const list of LISTS) yield { platform, http, sdk, list };
}
