// What may happen to an app at any moment. Each step returns at once or when its own call is over;
// nobody waits for the other side.
import { pause } from "../lib/wait.mjs";

/** Longer than the default limit of the background, in milliseconds. */
const NIGHT_MS = 31_000;

export const STEPS = {
  "navigation in A": ({ a }) => a.call("navigate"),
  "navigation in B": ({ b }) => b.call("navigate"),
  "native start": ({ native }) => native.startNewTrace(),
  "start by A": ({ a }) => void a.call("start").catch(() => {}),
  "start by B": ({ b }) => void b.call("start").catch(() => {}),
  night: ({ screen }) => screen.away(NIGHT_MS),
  "reload of A": ({ a }) => a.reload(),
  "reload of B": ({ b }) => b.reload(),
  "an old push of A comes again": ({ a }, random) => a.repeat(random.below),
  "an old push of B comes again": ({ b }, random) => b.repeat(random.below),
  "the root span of A ends": ({ a }) => a.call("endRoot"),
  "the root span of B ends": ({ b }) => b.call("endRoot"),
  "a moment passes": (_, random) => pause(random.below(30)),
};

/** One interleaving: three to seven steps, of them at most one reload, which is slow. */
export function interleaving(random) {
  const names = Object.keys(STEPS);
  const chosen = Array.from({ length: 3 + random.below(5) }, () => random.pick(names));
  let reloads = 0;
  return chosen.map((name) => (name.startsWith("reload") && ++reloads > 1 ? "native start" : name));
}
