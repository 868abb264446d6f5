// Navigation within a page, by the rule of the Sentry SDK.

import { hook, type Undo } from './hook';

/** A change of place this soon after the last trace, with no touch of the user's in between, is a redirect. */
const REDIRECT = 1500;

/** Calls `renewed` when the page has gone to another place; returns what ends the watch. */
export function watchNavigation(renewed: () => void): Undo[] {
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
  const listen = (event: string, handler: () => void): (() => void) => {
    addEventListener(event, handler, true);
    return () => removeEventListener(event, handler, true);
  };
  return [
    hook(history, 'pushState', undefined, look),
    hook(history, 'replaceState', undefined, look),
    listen('popstate', look),
    listen('click', touch),
    listen('keydown', touch),
  ];
}
