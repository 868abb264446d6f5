"""Proves that real Sentry SDKs continue the trace of a program in C or Swift that uses spanferry.

Run it with the Python of a virtual environment that has requirements.txt installed:
    python run.py --client BIN --node NODE --node-modules DIR [--keep DIR]
Prints claims with ok or FAILED, then "N passed, M failed"; exits 0 only if none failed.
"""

import argparse
import json
import shutil
import signal
import sys
import tempfile
from importlib import metadata
from pathlib import Path

# The checkout stays as it was cloned.
sys.dont_write_bytecode = True

from claims import Claims
from client import Client
from collector import Collector
from proof import CLIENT_OPTIONS, Proof
from services import Fleet

NODE_SDK = "@sentry/node"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--client", required=True, type=Path, help="client.c built, or a program like it")
    parser.add_argument("--node", default="node", help="the Node.js to run (default: %(default)s)")
    parser.add_argument(
        "--node-modules", required=True, type=Path, help="a node_modules that has @sentry/node"
    )
    parser.add_argument("--keep", type=Path, help="a new folder for envelopes and service logs")
    args = parser.parse_args()
    if not (args.node_modules / NODE_SDK).is_dir():
        parser.error(f"{args.node_modules} has no {NODE_SDK}: run npm ci")
    return args


def versions(node_modules):
    """Which SDKs are proved, as the first line of the output."""
    manifest = json.loads((node_modules / NODE_SDK / "package.json").read_text())
    python_sdk = metadata.version("sentry-sdk")
    return f"Flask with sentry-sdk {python_sdk} calls Node with @sentry/node {manifest['version']}"


def run_scenarios(claims, proof):
    """Every scenario, whatever became of the one before it."""
    scenarios = [
        ("Headers withheld: each service starts its own trace", proof.withheld, ()),
        ("Sampled: both services continue the client's trace", proof.sampled, ()),
        ("Unsampled: both services stay silent in the client's trace", proof.unsampled, ()),
        ("Deferred: the first service decides", proof.deferred, ()),
        ("Deferred, sample_rand 0.25, rate 0.5: sampled", proof.deferred_with_rand, ("0.25", True)),
        ("Deferred, sample_rand 0.75, rate 0.5: not", proof.deferred_with_rand, ("0.75", False)),
        ("Deferred, straight to Node, 0.25: sampled", proof.deferred_to_node, ("0.25", True)),
        ("Deferred, straight to Node, 0.75: not", proof.deferred_to_node, ("0.75", False)),
        ("Strict, Flask of another org", proof.strict_other_org, ()),
        ("Strict, Flask of the client's org, Node of another", proof.strict_same_org, ()),
        ("Strict, client without org", proof.strict_without_org, ()),
        ("Nothing was lost", proof.nothing_lost, ()),
    ]
    for title, scenario, values in scenarios:
        with claims.group(title):
            scenario(*values)


def prove(args, work):
    claims = Claims()
    collector = Collector(work / "envelopes.jsonl")
    with Fleet(work, args.node, args.node_modules.resolve(), collector) as fleet:
        with claims.group(versions(args.node_modules)):
            client = Client(str(args.client.resolve()), CLIENT_OPTIONS)
            proof = Proof(claims, client, collector, fleet)
            run_scenarios(claims, proof)
    return claims.close()


def main():
    args = arguments()
    # Being told to stop must still end the services.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="spanferry-sdk-") as folder:
        status = prove(args, Path(folder))
        if args.keep:
            shutil.copytree(folder, args.keep, ignore=shutil.ignore_patterns("node_modules"))
    return status


sys.exit(main())
