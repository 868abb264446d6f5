// What was reported in each chapter of the story.
import { nodes } from "../lib/envelopes.mjs";

/** The nodes of one trace, with the words that claims ask for. */
export class Chapter {
  constructor({ title, state }, all, names) {
    Object.assign(this, { title, state, names });
    this.nodes = all.filter((node) => node.traceId === state.traceId);
  }

  /** Who reported something in this trace. */
  get reporters() {
    return [...new Set(this.nodes.map((node) => this.names[node.project]))].sort();
  }

  of(name, kind) {
    return this.nodes.filter((node) => this.names[node.project] === name && (!kind || node.kind === kind));
  }

  /** Nodes whose parent nobody reported, other than `known`. */
  orphans(known) {
    const there = new Set([...this.nodes.map((node) => node.spanId), ...known, null, undefined]);
    return this.nodes
      .filter((node) => !there.has(node.parentSpanId))
      .map(({ name, parentSpanId }) => `${name}: ${parentSpanId}`);
  }

  /** The different decisions that the envelopes' trace headers tell; an open one tells none. */
  get decisions() {
    const told = this.nodes.filter(({ dsc }) => dsc?.sampled).map(({ dsc }) => decision(dsc));
    return [...new Set(told)];
  }

  /** Those who report something without the decision, although there is one. */
  get undecided() {
    return [...new Set(this.nodes.filter(({ dsc }) => !dsc?.sampled).map(({ project }) => this.names[project]))];
  }
}

/** A decision in words; the Java SDK writes sixteen decimals of a number, the others all. */
const decision = ({ sampled, sample_rate, sample_rand }) =>
  `${sampled} at ${Number(sample_rate)} for ${Number(sample_rand).toFixed(12)}`;

export function chapters(told, envelopes, names) {
  const all = nodes(envelopes);
  return told.map((chapter) => new Chapter(chapter, all, names));
}
