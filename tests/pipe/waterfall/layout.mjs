// The rows of a waterfall: the tree of one trace, in order of time, each with its depth.

/** Rows of `{node, depth}`; what has no reported parent stands at the left. */
export function rows(nodes) {
  const ids = new Set(nodes.filter(({ kind }) => kind !== "event").map(({ spanId }) => spanId));
  const groups = new Map();
  for (const node of [...nodes].sort((a, b) => a.start - b.start)) {
    const parent = above(node, ids);
    groups.set(parent, [...(groups.get(parent) ?? []), node]);
  }
  return walk(groups, null, 0);
}

/** An event lies in its span, a span under its parent, if those are reported. */
function above({ kind, spanId, parentSpanId }, ids) {
  if (kind === "event" && ids.has(spanId)) return spanId;
  return ids.has(parentSpanId) ? parentSpanId : null;
}

function walk(groups, parent, depth) {
  const here = groups.get(parent) ?? [];
  return here.flatMap((node) => [
    { node, depth },
    ...(node.kind === "event" ? [] : walk(groups, node.spanId, depth + 1)),
  ]);
}

/**
 * A time axis without the pauses in which nothing happened: `at` places a time between 0 and 1,
 * `gaps` are the places of the pauses with their lengths in milliseconds.
 */
export function axis(nodes, longest = 400) {
  const busy = merged(nodes);
  const length = busy.reduce((sum, [from, to]) => sum + to - from, 0) || 1;
  const space = length * 0.06;
  const total = length + space * (busy.length - 1);
  const starts = busy.map((_, i) => busy.slice(0, i).reduce((sum, [from, to]) => sum + to - from + space, 0));
  const at = (time) => {
    const i = Math.max(
      busy.findLastIndex(([from]) => from <= time),
      0,
    );
    return (starts[i] + Math.min(time, busy[i][1]) - busy[i][0]) / total;
  };
  const gaps = busy
    .slice(1)
    .map(([from], i) => ({ at: (starts[i + 1] - space / 2) / total, milliseconds: from - busy[i][1] }));
  return { at, gaps };

  function merged(list) {
    const spans = [];
    for (const { start, end } of [...list].sort((a, b) => a.start - b.start)) {
      const last = spans.at(-1);
      if (last && start - last[1] <= longest) last[1] = Math.max(last[1], end);
      else spans.push([start, end]);
    }
    return spans;
  }
}
