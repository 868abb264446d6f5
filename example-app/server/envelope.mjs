// What an envelope of a Sentry SDK says about traces.

/** The reports of an envelope that have a place in a trace. */
export function reports(text) {
  const lines = text.split('\n');
  const found = [];
  for (let at = 1; at + 1 < lines.length; at += 2) {
    const { type } = JSON.parse(lines[at]);
    if (type === 'event' || type === 'transaction') found.push(report(type, JSON.parse(lines[at + 1])));
  }
  return found;
}

function report(type, { contexts, transaction, spans, exception, message }) {
  const [error] = exception?.values ?? [];
  const name = type === 'transaction' ? transaction : error ? `${error.type}: ${error.value}` : message;
  return { type, name, op: contexts.trace.op, traceId: contexts.trace.trace_id, spans: spans?.length ?? 0 };
}
