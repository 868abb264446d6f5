"""Reads what the envelopes of one service say about traces."""

from dataclasses import dataclass, field

# What carries no trace: session counts and counts of dropped data.
UNTRACED = {"session", "sessions", "client_report"}


@dataclass
class Node:
    """An event, a transaction or a span, with the trace header (DSC) of its envelope."""

    kind: str
    trace_id: str
    span_id: str
    parent_span_id: str | None
    dsc: dict | None
    url: str = ""


@dataclass
class Sight:
    """All that one service reported about one request."""

    events: list = field(default_factory=list)
    roots: list = field(default_factory=list)
    calls: list = field(default_factory=list)

    @property
    def nodes(self):
        return self.events + self.roots + self.calls

    @property
    def trace_ids(self):
        return sorted({node.trace_id for node in self.nodes})

    @property
    def dscs(self):
        """The different trace headers of the envelopes."""
        headers = []
        for node in self.nodes:
            if node.dsc not in headers:
                headers.append(node.dsc)
        return headers

    def only_root(self):
        """The transaction (or, with span streaming, the segment span) of the request."""
        if len(self.roots) != 1:
            raise AssertionError(f"expected one transaction, seen {self.roots}")
        return self.roots[0]

    def call_to(self, url):
        """The HTTP client span of the request to `url`."""
        calls = [call for call in self.calls if call.url == url]
        if len(calls) != 1:
            raise AssertionError(f"expected one client span for {url}, seen {self.calls}")
        return calls[0]


def read_sight(envelopes, project):
    """Collects all that the items of one project say about traces."""
    sight = Sight()
    for envelope in envelopes:
        if envelope["project"] == project:
            for item in envelope["items"]:
                read_item(sight, item, envelope["header"].get("trace"))
    return sight


def read_item(sight, item, dsc):
    kind, payload = item["header"]["type"], item["payload"]
    if kind == "event":
        sight.events.append(node_of(kind, payload["contexts"]["trace"], dsc))
    elif kind == "transaction":
        sight.roots.append(node_of(kind, payload["contexts"]["trace"], dsc))
        sight.calls += [span_of(span, span.get("data", {}), dsc) for span in payload["spans"]]
    elif kind == "span":
        read_streamed(sight, payload["items"], dsc)
    elif kind not in UNTRACED:
        raise ValueError(f"an item of the unknown type {kind} may carry a trace")


def read_streamed(sight, spans, dsc):
    for span in spans:
        data = {name: value["value"] for name, value in span["attributes"].items()}
        list_ = sight.roots if span["is_segment"] else sight.calls
        list_.append(span_of(span, data, dsc))


def node_of(kind, trace, dsc):
    return Node(kind, trace["trace_id"], trace["span_id"], trace.get("parent_span_id"), dsc)


def span_of(span, data, dsc):
    node = node_of("span", span, dsc)
    node.url = data.get("url") or data.get("url.full") or ""
    return node
