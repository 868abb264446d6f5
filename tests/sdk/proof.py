"""The scenarios: one request of the C client each, and what the services must have reported."""

import secrets

from checks import Checks
from traces import read_sight

CLIENT_ORG = "41"
OTHER_ORG = "42"
CLIENT_KEY = "clientkey"
# The root span that client.c begins.
ROOT_SPAN = "GET /räume/{id}"
# The host of the client's DSN is never contacted; its first label names the organisation.
CLIENT_DSN = f"https://{CLIENT_KEY}@o{CLIENT_ORG}.ingest.example.com/1"
CLIENT_DSN_WITHOUT_ORG = f"https://{CLIENT_KEY}@ingest.example.com/1"
CLIENT_OPTIONS = {
    "dsn": CLIENT_DSN,
    # Text that only survives if each side escapes and decodes it alike.
    "release": "räume@1.2.3+build,4",
    "environment": "prüfung; a=b %",
    "tracePropagationTargets": [{"regex": r"^http://127\.0\.0\.1:\d+/(checkout|stock)$"}],
}


class Proof:
    """The scenarios over one fleet of services; run.py lists them."""

    def __init__(self, claims, client, collector, fleet):
        self.claims = claims
        self.check = Checks(claims)
        self.client = client
        self.collector = collector
        self.start(fleet)

    def start(self, fleet):
        half = {"tracesSampleRate": 0.5}
        other = {"orgId": OTHER_ORG, "strict": True}
        same = {"orgId": CLIENT_ORG, "strict": True}
        self.node = fleet.start_node("node")
        # The newest SDK streams spans unless told to send transactions: both ways are seen.
        self.node_half = fleet.start_node("node-half", traceLifecycle="static", **half)
        self.node_other = fleet.start_node("node-other-org", **other)
        self.flask = fleet.start_flask("flask", self.node)
        self.flask_silent = fleet.start_flask("flask-silent", self.node, propagate=False)
        self.flask_half = fleet.start_flask("flask-half", self.node_half, **half)
        self.flask_same = fleet.start_flask("flask-same-org", self.node_other, **same)
        self.flask_other = fleet.start_flask("flask-other-org", self.node_other, **other)
        self.projects = sorted(service.project for service in fleet.services)

    def ask(self, services, scenario, incoming=(), **options):
        """Requests the first of `services`; returns what was sent and each one's report."""
        path = "/checkout" if services[0].name.startswith("flask") else "/stock"
        before = len(self.collector.envelopes())
        sent = self.client.request(scenario, services[0].url(path), incoming, **options)
        for service in services:
            service.flush()
        envelopes = self.collector.envelopes()[before:]
        return sent, [read_sight(envelopes, service.project) for service in services]

    def withheld(self):
        """Why the rest proves something: without headers the same chain has three traces."""
        sent, (flask, node) = self.ask([self.flask_silent, self.node], "withheld")
        self.claims.equal("the client sends no headers", {}, sent["headers"])
        self.check.starts_its_own("Flask", flask, sent)
        self.check.starts_its_own("Node", node, sent)
        traces = flask.trace_ids + node.trace_ids
        self.claims.different("Flask's and Node's traces are two", traces)

    def sampled(self):
        sent, (flask, node) = self.ask([self.flask, self.node], "sampled", tracesSampleRate=1)
        self.check.sends(sent, "-1")
        self.says(sent, transaction=ROOT_SPAN, sampled="true", sample_rate="1")
        self.both_joined(sent, flask, node)
        self.check.linked(sent, flask, node, self.node.url("/stock"))
        self.check.carries("Flask", flask, sent["baggage"])
        self.check.carries("Node", node, sent["baggage"])

    def says(self, sent, **decision):
        """What the services must carry is what the client's options and decision are."""
        options = {name: CLIENT_OPTIONS[name] for name in ("release", "environment")}
        known = {"public_key": CLIENT_KEY, "org_id": CLIENT_ORG, "trace_id": sent["traceId"]}
        seen = {name: sent["baggage"][name] for name in sent["baggage"] if name != "sample_rand"}
        claim = "the client's baggage has its options and its decision"
        self.claims.equal(claim, {**options, **known, **decision}, seen)

    def both_joined(self, sent, flask, node):
        self.check.joined("Flask", flask, sent)
        self.check.joined("Node", node, sent)

    def unsampled(self):
        """The services would send every transaction if they decided by themselves."""
        sent, sights = self.ask([self.flask, self.node], "unsampled", tracesSampleRate=0)
        self.check.sends(sent, "-0")
        self.says(sent, transaction=ROOT_SPAN, sampled="false", sample_rate="0")
        for name, sight in zip(("Flask", "Node"), sights):
            self.check.joined(name, sight, sent)
            self.check.carries(name, sight, sent["baggage"])
            self.check.sends_no_transaction(name, sight)
        self.check.events_hang_under("Flask", sights[0], sent["spanId"], "the client's span")

    def deferred(self):
        """Flask decides, and says so with a sample_rand and a sample_rate of its own."""
        sent, (flask, node) = self.ask([self.flask, self.node], "deferred")
        self.check.sends(sent, "")
        self.says(sent)
        self.both_joined(sent, flask, node)
        self.check.linked(sent, flask, node, self.node.url("/stock"))
        decided = flask.dscs[0] or {}
        own = {name: decided.get(name) for name in ("sample_rand", "sample_rate")}
        self.claims.equal("Flask decided by its own rate", "1.0", own["sample_rate"])
        self.check.carries("Flask", flask, {**sent["baggage"], **own}, "these and the client's")
        expected = {**decided, "sample_rand": as_javascript(own["sample_rand"])}
        self.check.carries("Node", node, expected, "the same members")

    def deferred_with_rand(self, rand, kept):
        """Services with rate 0.5 decide by the sample_rand that the client passes on."""
        pair = [self.flask_half, self.node_half]
        sent, (flask, node) = self.ask(pair, "continued", upstream(rand))
        self.check.sends(sent, "")
        self.claims.equal("the client passes it on", rand, sent["baggage"].get("sample_rand"))
        if kept:
            self.check.linked(sent, flask, node, self.node_half.url("/stock"))
        for name, sight in (("Flask", flask), ("Node", node)):
            self.decided("Flask", name, sight, sent, kept)

    def deferred_to_node(self, rand, kept):
        """The same, with no service before Node that could decide for it."""
        sent, (node,) = self.ask([self.node_half], "continued", upstream(rand))
        self.check.sends(sent, "")
        if kept:
            self.check.hangs_under("Node", node, sent["spanId"], "the client's span")
        self.decided("Node", "Node", node, sent, kept)

    def decided(self, decider, name, sight, sent, kept):
        self.check.joined(name, sight, sent)
        members = {**sent["baggage"], "sample_rate": "0.5"}
        what = f"the client's members and {decider}'s rate"
        self.check.carries(name, sight, members, what)
        if not kept:
            self.check.sends_no_transaction(name, sight)

    def strict_other_org(self):
        pair = [self.flask_other, self.node_other]
        sent, (flask, node) = self.ask(pair, "sampled", tracesSampleRate=1)
        self.claims.equal("the client names its org", CLIENT_ORG, sent["baggage"].get("org_id"))
        self.check.starts_its_own("Flask", flask, sent)
        self.check.names_only_itself("Flask", flask, self.flask_other.key)
        claim = "Node, of Flask's org, stays in its trace"
        self.claims.equal(claim, flask.trace_ids, node.trace_ids)

    def strict_same_org(self):
        pair = [self.flask_same, self.node_other]
        sent, (flask, node) = self.ask(pair, "sampled", tracesSampleRate=1)
        self.check.joined("Flask", flask, sent)
        self.check.hangs_under("Flask", flask, sent["spanId"], "the client's span")
        self.check.carries("Flask", flask, sent["baggage"])
        self.check.starts_its_own("Node", node, sent)
        self.check.names_only_itself("Node", node, self.node_other.key)

    def strict_without_org(self):
        pair = [self.flask_same, self.node_other]
        options = {"dsn": CLIENT_DSN_WITHOUT_ORG, "tracesSampleRate": 1}
        sent, (flask, _) = self.ask(pair, "sampled", **options)
        self.claims.equal("the client names no org", None, sent["baggage"].get("org_id"))
        self.check.starts_its_own("Flask", flask, sent)
        self.check.names_only_itself("Flask", flask, self.flask_same.key)

    def nothing_lost(self):
        """A report that could not be read would let every claim of absence pass."""
        self.claims.equal("the collector could read every envelope", [], self.collector.refused)
        seen = {envelope["project"] for envelope in self.collector.envelopes()}
        self.claims.equal("each service sent envelopes", self.projects, sorted(seen))


def as_javascript(rand):
    """The Python SDK writes six decimals; the JavaScript SDK drops zeros at the end."""
    return rand.rstrip("0").rstrip(".") if rand else rand


def upstream(rand):
    """The undecided trace that the client itself continues: sentry-trace and baggage."""
    trace, span = secrets.token_hex(16), secrets.token_hex(8)
    members = f"sentry-environment=upstream,sentry-public_key=upkey,sentry-trace_id={trace}"
    return f"{trace}-{span}", f"{members},sentry-sample_rand={rand}"
