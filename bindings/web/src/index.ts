export type * from './definitions';
export { explain, getTraceData, getTraceMetaTags, headersFor } from './mirror';
export { startSpanferry } from './own';
export type { StartOptions } from './own';
export { Spanferry } from './plugin';
export { spanferryIntegration } from './sentry';
