// How functions of the page are wrapped, and given back.

/** What takes something back, if there is anything. */
export type Undo = (() => void) | undefined;

type Method = (this: unknown, ...given: unknown[]) => unknown;

/**
 * Lets `before` see, and change, what a method is called with, and `after` know that it was called;
 * nothing that goes wrong there reaches the caller. Returns what puts the original back, or makes the
 * wrapper idle where somebody has wrapped it since.
 */
export function hook<K extends string>(
  owner: { [name in K]?: unknown } | undefined,
  name: K,
  before?: (given: unknown[], self: object) => void,
  after?: () => void,
): Undo {
  const original = owner?.[name] as Method | undefined;
  if (!original) return;
  const ours: Method = function (...given) {
    try {
      before?.(given, this as object);
    } catch {
      // The call goes on as it was.
    }
    const result = original.apply(this, given);
    try {
      after?.();
    } catch {
      // The caller gets what it called for.
    }
    return result;
  };
  owner![name] = ours as never;
  return () => {
    before = after = undefined;
    if (owner![name] === ours) owner![name] = original as never;
  };
}
