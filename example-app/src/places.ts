// Where the services are that the app talks to: `server/main.mjs`, on one machine.
import { Capacitor } from '@capacitor/core';

/** An Android emulator has its own name for the machine that it runs on. */
const NAMES: Record<string, string> = { android: '10.0.2.2', ios: 'localhost' };

const host = import.meta.env.VITE_HOST ?? NAMES[Capacitor.getPlatform()] ?? location.hostname;
const ports = document.querySelector<HTMLMetaElement>('meta[name="demo-ports"]')!.content.split(' ');
const [backend, foreign, collector] = ports.map(port => `${host}:${port}`);

export const places = {
  /** A target: its requests carry the trace. */
  backend: `http://${backend}`,
  live: `ws://${backend}/live`,
  /** No target. */
  foreign: `http://${foreign}`,
  /** Where the Sentry SDK reports to. */
  dsn: `http://demo@${collector}/1`,
  reports: `http://${collector}/events`,
};
