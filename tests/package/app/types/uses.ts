// Compiled once as an ES module and once as CommonJS: every export has its type, and none is `any`.
import type { Explanation, Snapshot, SpanferryConfig, TraceHeaders } from 'capacitor-spanferry';
import {
  explain,
  getTraceData,
  getTraceMetaTags,
  headersFor,
  Spanferry,
  spanferryIntegration,
  startSpanferry,
} from 'capacitor-spanferry';

type IsAny<T> = 0 extends 1 & T ? true : false;
function no<T>(..._: IsAny<T> extends true ? [never] : []): void {}

no<typeof explain>();
no<typeof Spanferry>();
no<SpanferryConfig>();
const told: Explanation = explain('https://api.example.com/');
const headers: TraceHeaders = { ...headersFor(told.url), ...getTraceData() };
const html: string = getTraceMetaTags();
const stop: () => void = startSpanferry({ tracePropagationTargets: [/^\/api\//, headers.baggage ?? html] });
const { name }: { name: string } = spanferryIntegration();
const snapshot: Promise<Snapshot> = Spanferry.snapshot();
export { name, snapshot, stop };
