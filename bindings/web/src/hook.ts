// How functions of the page are wrapped, and given back.

type Method = (this: unknown, ...given: unknown[]) => unknown;

/**
 * Lets `before` see, and change, what a method is called with, and `after` know that it was called;
 * nothing that goes wrong there reaches the caller. Returns what puts the original back, or makes the
 * wrapper idle where somebody has wrapped it since.
 */
export function hook<K extends string>(
  owner: { [name in K]?: unknown } | undefined,
  name: K,
  before?: (given: unknown[], self: unknown) => void,
  after?: () => void,
): () => void {
  const original = owner?.[name] as Method | undefined;
  if (!owner || !original) return () => undefined;
  let active = true;
  const attempt = (work: () => void): void => {
    try {
      if (active) work();
    } catch {
      // The call goes on as it was.
    }
  };
  const ours: Method = function (...given) {
    attempt(() => before?.(given, this));
    const result = original.apply(this ?? owner, given);
    attempt(() => after?.());
    return result;
  };
  owner[name] = ours as never;
  return () => {
    active = false;
    if (owner[name] === ours) owner[name] = original as never;
  };
}

/** One call for many. */
export const all =
  (steps: (() => void)[]): (() => void) =>
  () =>
    steps.forEach(step => step());
