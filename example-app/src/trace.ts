// The trace as the plugin has it: on a phone, that is what the native half knows.
import * as Sentry from '@sentry/vue';
import { Spanferry, type Snapshot } from 'capacitor-spanferry';
import { shallowRef } from 'vue';

/** The newest snapshot; none before the plugin's first answer. */
export const trace = shallowRef<Snapshot>();

function learn(snapshot: Snapshot): void {
  const known = trace.value;
  if (!known || known.epoch !== snapshot.epoch || known.revision <= snapshot.revision) trace.value = snapshot;
}

/** Asks for the state. What the page changed by itself, a navigation for one, comes without an event. */
export async function refresh(): Promise<void> {
  learn(await Spanferry.snapshot());
}

/** Keeps the snapshot up to date from now on. */
export async function watchTrace(): Promise<void> {
  // A root span's end settles the trace's sampling and context.
  Sentry.getClient()?.on('spanEnd', () => void setTimeout(refresh));
  await Spanferry.addListener('change', learn);
  await refresh();
}
