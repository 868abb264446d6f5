// A waterfall as SVG: one row for each span and event, a colour for each service.
import { axis, rows } from "./layout.mjs";

const COLOURS = ["#4e6ef2", "#d9622b", "#2f9e5b", "#8a4fc4", "#b8860b", "#c2366b"];
const ROW = 22;
const TOP = 64;
const LABELS = 430;
const BARS = 620;
const MARGIN = 16;
const FONT = "font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\"";

/** What SDKs measure of themselves and of the loading of files: left out, there is no end to it. */
const ASIDE = /^(browser\.|resource\.|mark |ui\.)|\/envelope\//;

/** The picture of the trace `traceId`; `names` says who sends as which project. */
export function svg(all, names, traceId) {
  const nodes = all.filter((node) => node.traceId === traceId && !ASIDE.test(`${node.op} ${node.name}`));
  const services = Object.values(names).filter((name) => nodes.some((node) => names[node.project] === name));
  const colour = (node) => COLOURS[services.indexOf(names[node.project]) % COLOURS.length];
  const lines = rows(nodes);
  const time = axis(nodes);
  const height = TOP + lines.length * ROW + MARGIN;
  const width = LABELS + BARS + 2 * MARGIN;
  const body = [
    title(traceId, nodes),
    legend(services),
    ...time.gaps.map((gap) => pause(gap, height)),
    ...lines.map((line, i) => row(line, TOP + i * ROW, colour(line.node), time.at)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${FONT} font-size="12">
<rect width="${width}" height="${height}" rx="8" fill="#ffffff" stroke="#d0d4dc"/>
${body.join("\n")}
</svg>
`;
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const fixed = (number) => number.toFixed(1);
const place = (share) => MARGIN + LABELS + share * BARS;

function title(traceId, nodes) {
  const text = `trace ${traceId}: ${nodes.length} spans and events, each sent by its own Sentry SDK`;
  return `<text x="${MARGIN}" y="24" font-size="14" font-weight="600" fill="#1f2430">${text}</text>`;
}

function legend(services) {
  let x = MARGIN;
  return services
    .map((name, i) => {
      const at = x;
      x += 34 + name.length * 7;
      return `<rect x="${at}" y="36" width="12" height="12" rx="3" fill="${COLOURS[i % COLOURS.length]}"/><text x="${at + 17}" y="46" fill="#4a5160">${escaped(name)}</text>`;
    })
    .join("");
}

function pause({ at, milliseconds }, height) {
  const x = fixed(place(at));
  const text = `${(milliseconds / 1000).toFixed(1)} s`;
  return `<line x1="${x}" y1="${TOP - 2}" x2="${x}" y2="${height - MARGIN}" stroke="#9aa1ae" stroke-dasharray="2 4"/><text x="${x}" y="${TOP - 6}" text-anchor="middle" font-size="10" fill="#7a8190">${text}</text>`;
}

function row({ node, depth }, y, colour, at) {
  const x = MARGIN + depth * 14;
  const words = cut(label(node), Math.floor((LABELS - depth * 14) / 6.6));
  const text = `<text x="${x}" y="${y + 15}" fill="#1f2430">${escaped(words)}</text>`;
  const from = place(at(node.start));
  if (node.kind === "event")
    return `${text}<circle cx="${fixed(from)}" cy="${y + 11}" r="4.5" fill="${colour}" stroke="#ffffff"/>`;
  const wide = Math.max(place(at(node.end)) - from, 2);
  const opacity = node.kind === "span" ? 0.65 : 1;
  const bar = `<rect x="${fixed(from)}" y="${y + 5}" width="${fixed(wide)}" height="12" rx="2" fill="${colour}" fill-opacity="${opacity}"/>`;
  const late = from + wide > place(1) - 44;
  const beside = late ? `x="${fixed(from - 4)}" text-anchor="end"` : `x="${fixed(from + wide + 4)}"`;
  const took = `<text ${beside} y="${y + 15}" font-size="10" fill="#7a8190">${Math.round(node.end - node.start)} ms</text>`;
  return text + bar + took;
}

/** What stands beside a bar; ports differ from run to run and say nothing. */
function label({ kind, op, name }) {
  const plain = name.replaceAll(/https?:\/\/127\.0\.0\.1:\d+/g, "");
  return kind === "event" ? `● ${plain}` : `${op ? `${op}  ` : ""}${plain}`;
}
