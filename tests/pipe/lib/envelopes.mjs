// Reads what envelopes say about traces: events, transactions and spans, whoever sent them.

const UNTRACED = new Set(["session", "sessions", "client_report", "attachment", "replay_event", "replay_recording"]);

/** Everything with a place in a trace, in the order of its envelopes. */
export function nodes(envelopes) {
  return envelopes.flatMap(({ project, header, items }) =>
    items.flatMap((item) => ofItem(item).map((node) => ({ ...node, project, dsc: header.trace ?? null }))),
  );
}

function ofItem({ header: { type }, payload }) {
  if (type === "event") return [ofEvent(payload)];
  if (type === "transaction")
    return [ofTransaction(payload), ...payload.spans.map((span) => ofSpan(span, span.data ?? {}))];
  if (type === "span") return payload.items.map((span) => ofStreamed(span));
  if (UNTRACED.has(type)) return [];
  throw new Error(`an item of the unknown type ${type} may carry a trace`);
}

const milliseconds = (time) => (typeof time === "string" ? Date.parse(time) : time * 1000);

function place(kind, trace, start, end) {
  const { trace_id, span_id, parent_span_id = null } = trace;
  return {
    kind,
    traceId: trace_id,
    spanId: span_id,
    parentSpanId: parent_span_id,
    start: milliseconds(start),
    end: milliseconds(end),
  };
}

function ofEvent(event) {
  const name =
    event.message?.formatted ??
    event.message?.message ??
    event.message ??
    event.exception?.values?.[0]?.value ??
    "event";
  return { ...place("event", event.contexts.trace, event.timestamp, event.timestamp), name, op: event.level ?? "" };
}

function ofTransaction(event) {
  const { trace } = event.contexts;
  const data = trace.data ?? {};
  return {
    ...place("transaction", trace, event.start_timestamp, event.timestamp),
    name: event.transaction,
    op: trace.op ?? "",
    data,
  };
}

function ofSpan(span, data) {
  return {
    ...place("span", span, span.start_timestamp, span.timestamp),
    name: span.description ?? "",
    op: span.op ?? "",
    data,
  };
}

function ofStreamed(span) {
  const data = Object.fromEntries(Object.entries(span.attributes ?? {}).map(([key, { value }]) => [key, value]));
  const kind = span.is_segment ? "transaction" : "span";
  const named = place(kind, span, span.start_timestamp, span.end_timestamp);
  return { ...named, name: span.name ?? "", op: data["sentry.op"] ?? "", data };
}

/** The URL that a client span requested. */
export const urlOf = (node) => node.data?.["http.url"] ?? node.data?.url ?? node.data?.["url.full"] ?? "";
