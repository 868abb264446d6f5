// What each button of the app is to do: where its request arrives, and whether it carries the trace.
const target = (id, path, service = 'backend') => ({
  id,
  path,
  service,
  attach: true,
  reason: 'target_matched',
  lines: 3,
});

export const WAYS = [
  target('fetch', '/orders'),
  target('xhr', '/cart'),
  target('http-get', '/stock'),
  target('http-post', '/checkout'),
  target('relative', '/api/session', 'pages'),
  { id: 'foreign', path: '/pixel', service: 'foreign', attach: false, reason: 'no_target_matched', lines: 0 },
  // The decision is about headers, which a WebSocket has none of; its message has the trace all the same.
  { id: 'socket', path: '/live', service: 'socket', attach: false, reason: 'scheme_not_http', lines: 3 },
];
