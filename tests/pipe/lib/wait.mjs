// Waiting for something that other processes do: bounded, and loud when it does not come.

/** Asks again and again until the answer is neither false, null nor undefined. */
export async function until(what, ask, milliseconds = 15_000) {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(10);
  }
}

export const pause = (milliseconds) => new Promise((over) => setTimeout(over, milliseconds));

/** What `promise` gives, or an error that names it after that time. */
export function within(what, promise, milliseconds = 20_000) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no answer in time: ${what}`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
