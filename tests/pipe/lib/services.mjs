// The services of tests/sdk and those of this folder, and the collector of their envelopes.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Program } from "./program.mjs";
import { until, within } from "./wait.mjs";

const HERE = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SDK = path.join(HERE, "../sdk");
const DROPPED = /^(SENTRY_|NODE_OPTIONS|HTTPS?_PROXY|ALL_PROXY)/i;

/** The environment without what would change an SDK or reach past a proxy. */
const environment = () => Object.fromEntries(Object.entries(process.env).filter(([key]) => !DROPPED.test(key)));

/** A program that prints `{"port": N}` first and ends when its standard input closes. */
class Service {
  static async start(name, command, options) {
    const service = new Service();
    const lines = (service.lines = []);
    service.program = new Program(command, { ...options, onLine: (line) => lines.push(JSON.parse(line)) });
    const listens = until(`${name} to listen`, () => lines[0]?.port, 60_000);
    service.port = await service.program.alive(listens);
    return service;
  }

  url(path) {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Resolves when the SDK has handed over all that it captured. */
  async flush() {
    await within("/flush", fetch(this.url("/flush")));
  }
}

/** All services of one run, in a folder of its own. */
export class Fleet {
  #services = [];
  #projects = 1;

  constructor({ work, python, serviceModules, modules }) {
    Object.assign(this, { work, python });
    fs.mkdirSync(path.join(work, "node_modules"), { recursive: true });
    const link = (from, name) => fs.symlinkSync(path.join(from, name), path.join(work, "node_modules", name));
    link(serviceModules, "@sentry");
    link(modules, "ws");
    this.envelopeFile = path.join(work, "envelopes.jsonl");
  }

  async startCollector() {
    const command = [this.python, path.join(SDK, "collector.py"), this.envelopeFile];
    this.collector = await this.#start("the collector", command, environment());
  }

  /** A DSN of its own for each reporter; the host is the collector. */
  dsn() {
    const project = String(this.#projects++);
    return { project, key: `key${project}`, dsn: `http://key${project}@127.0.0.1:${this.collector.port}/${project}` };
  }

  /** A Node service: `node_service.mjs` of tests/sdk, or another file of `services/`. */
  async startNode(file, folder = path.join(SDK), options = {}) {
    for (const name of ["instrument.mjs", file]) {
      const from = fs.existsSync(path.join(folder, name)) ? folder : SDK;
      fs.copyFileSync(path.join(from, name), path.join(this.work, name));
    }
    const config = { tracesSampleRate: 1, orgId: null, strict: false, traceLifecycle: null, ...this.dsn(), ...options };
    const env = { ...environment(), SERVICE_CONFIG: JSON.stringify(config) };
    const command = [process.execPath, "--import", "./instrument.mjs", file];
    return Object.assign(await this.#start(file, command, env), config);
  }

  /** The Flask service of tests/sdk, which calls `next`. */
  async startFlask(next) {
    const own = this.dsn();
    const config = {
      tracesSampleRate: 1,
      orgId: null,
      strict: false,
      propagate: true,
      next: next.url("/stock"),
      ...own,
    };
    const command = [this.python, path.join(SDK, "flask_service.py"), JSON.stringify(config)];
    return Object.assign(await this.#start("Flask", command, environment()), own);
  }

  async #start(name, command, env) {
    const service = await Service.start(name, command, { env, cwd: this.work });
    this.#services.push(service);
    return service;
  }

  /** What has arrived so far. */
  envelopes() {
    const text = fs.existsSync(this.envelopeFile) ? fs.readFileSync(this.envelopeFile, "utf8") : "";
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** Ends everything; returns what the collector could not read. */
  async close() {
    await Promise.all(this.#services.map((service) => service.program.close()));
    return this.collector.lines.at(-1)?.refused;
  }
}

export const services = path.join(HERE, "services");
