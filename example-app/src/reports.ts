// What the Sentry SDK has reported, as the collector tells it.
import { reactive } from 'vue';
import { places } from './places';

export interface Report {
  type: 'event' | 'transaction';
  name: string;
  op?: string;
  traceId: string;
  spans: number;
}

/** Newest first. */
export const reports = reactive<Report[]>([]);

export function watchReports(): void {
  const source = new EventSource(places.reports);
  source.onmessage = ({ data }) => reports.unshift(JSON.parse(data));
  // A collector that comes back tells everything once more.
  source.onopen = () => reports.splice(0);
}
