// Navigation within a page, by the rule of the Sentry SDK.

/** A change of place this soon after the last trace, with no touch of the user's in between, is a redirect. */
const REDIRECT = 1500;

/** Calls `renewed` when the page has gone to another place; returns what ends the watch. */
export function watchNavigation(renewed: () => void): () => void {
  let here = location.href;
  let started = Date.now();
  let touched = 0;
  const touch = (): void => {
    touched = Date.now();
  };
  const look = (): void => {
    if (location.href === here) return;
    here = location.href;
    const now = Date.now();
    if (now - started <= REDIRECT && now - touched > REDIRECT) return;
    started = now;
    renewed();
  };
  const undo = (['pushState', 'replaceState'] as const).map(name => wrap(name, look));
  const events: [string, () => void][] = [
    ['popstate', look],
    ['click', touch],
    ['keydown', touch],
  ];
  events.forEach(([name, handler]) => addEventListener(name, handler, { capture: true, passive: true }));
  return () => {
    undo.forEach(step => step());
    events.forEach(([name, handler]) => removeEventListener(name, handler, { capture: true }));
  };
}

function wrap(name: 'pushState' | 'replaceState', look: () => void): () => void {
  const original = history[name];
  let watching = true;
  const ours = function (this: History, ...place: Parameters<History['pushState']>): void {
    original.apply(this, place);
    if (watching) look();
  };
  history[name] = ours;
  return () => {
    watching = false;
    // Somebody may have wrapped it after us; then ours only passes on.
    if (history[name] === ours) history[name] = original;
  };
}
