// Prints claims as they are checked and counts them.
import { isDeepStrictEqual, inspect } from "node:util";

const shown = (value) => inspect(value, { depth: 6, breakLength: 110, maxStringLength: 300 });

/** A list of claims, each ok or FAILED with what was expected and what was seen. */
export class Claims {
  passed = 0;
  failed = 0;

  /** Heads a scenario; whatever it throws is one more failed claim. */
  async group(title, run) {
    console.log(title);
    try {
      await run();
    } catch (error) {
      this.#count("runs to its end", false, "no error", error);
    }
  }

  equal(claim, expected, seen) {
    this.#count(claim, isDeepStrictEqual(seen, expected), expected, seen);
  }

  different(claim, values) {
    const distinct = new Set(values).size === values.length && !values.includes(undefined);
    this.#count(claim, distinct, "values that all differ", values);
  }

  holds(claim, holds, seen) {
    this.#count(claim, holds === true, "that it holds", seen);
  }

  #count(claim, holds, expected, seen) {
    holds ? this.passed++ : this.failed++;
    console.log(`  ${holds ? "ok" : "FAILED"}  ${claim}`);
    if (!holds) console.log(`          expected: ${shown(expected)}\n          seen:     ${shown(seen)}`);
  }

  /** Prints the last line and returns the exit status; no claims at all is a failure. */
  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.passed > 0 && this.failed === 0 ? 0 : 1;
  }
}
