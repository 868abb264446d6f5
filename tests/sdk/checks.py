"""Claims about what one service reported (a Sight) against what the client sent."""


class Checks:
    """Words for the scenarios; every method adds claims and returns nothing."""

    def __init__(self, claims):
        self.claims = claims

    def sends(self, sent, flag):
        """The client's headers are one unit: one trace id, and the flag of the decision."""
        expected = f"{sent['traceId']}-{sent['spanId']}{flag}"
        seen = sent["headers"].get("sentry-trace")
        said = f"the flag {flag}" if flag else "no flag"
        self.claims.equal(f"the client sends sentry-trace with {said}", expected, seen)
        named = sent["baggage"].get("trace_id")
        self.claims.equal("the client's baggage names the same trace", sent["traceId"], named)

    def joined(self, name, sight, sent):
        """At least an event came, and all that came is in the client's trace."""
        claim = f"{name}'s envelopes, an event among them, are all in the client's trace"
        seen = (sight.trace_ids, bool(sight.events))
        self.claims.equal(claim, ([sent["traceId"]], True), seen)

    def carries(self, name, sight, members, what="the client's members"):
        claim = f"{name}'s envelopes carry exactly {what} as trace header"
        self.claims.equal(claim, [members], sight.dscs)

    def sends_no_transaction(self, name, sight):
        self.claims.equal(f"{name} sends no transaction and no span", [], sight.roots + sight.calls)

    def hangs_under(self, name, sight, span_id, what):
        """The transaction has this parent, and the events are in it."""
        root = sight.only_root()
        self.claims.equal(f"{name}'s transaction hangs under {what}", span_id, root.parent_span_id)
        inside = {event.span_id for event in sight.events}
        self.claims.equal(f"{name}'s event is in that transaction", {root.span_id}, inside)

    def events_hang_under(self, name, sight, span_id, what):
        parents = {event.parent_span_id for event in sight.events}
        self.claims.equal(f"{name}'s event hangs under {what}", {span_id}, parents)

    def linked(self, sent, flask, node, url):
        """The whole chain: client, Flask, Flask's client span, Node."""
        self.hangs_under("Flask", flask, sent["spanId"], "the client's span")
        call, root = flask.call_to(url), flask.only_root()
        claim = "Flask's client span is in that transaction"
        self.claims.equal(claim, root.span_id, call.parent_span_id)
        self.hangs_under("Node", node, call.span_id, "Flask's client span")

    def starts_its_own(self, name, sight, sent):
        """One trace that is not the client's and has no parent."""
        root = sight.only_root()
        own = root.trace_id
        self.claims.equal(f"{name}'s envelopes are all in one trace", [own], sight.trace_ids)
        self.claims.different(f"{name}'s trace is not the client's", [sent["traceId"], own])
        self.claims.equal(f"{name}'s transaction has no parent", None, root.parent_span_id)

    def names_only_itself(self, name, sight, key):
        """Nothing of the client's members is left in the trace header."""
        keys = {(dsc or {}).get("public_key") for dsc in sight.dscs}
        self.claims.equal(f"{name}'s trace header has its own key", {key}, keys)
