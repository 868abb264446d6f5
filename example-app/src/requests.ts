// The requests so far, newest first: what was decided about each, and what arrived.
import { explain, type Explanation } from 'capacitor-spanferry';
import { reactive } from 'vue';
import { traceLines, type Line } from './echo';
import { refresh } from './trace';
import type { Way } from './ways';

export interface Request {
  id: number;
  way: Way;
  /** Why it carries the trace or not, from the function that decides. */
  decision: Explanation;
  /** The trace headers that the service received; undefined until it has answered. */
  received?: Line[];
  /** Why there is no answer. */
  problem?: string;
}

export const requests = reactive<Request[]>([]);

/** Makes a request, and puts it on the list. */
export async function send(way: Way): Promise<void> {
  const request = reactive<Request>({ id: requests.length, way, decision: explain(way.url) });
  requests.unshift(request);
  try {
    request.received = traceLines(await way.send(way));
  } catch (error) {
    // At the app's own origin on a phone nobody answers `/api/`: there, that is how it should be.
    request.problem = String(error);
  }
  await refresh();
}
