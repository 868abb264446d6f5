// Runs one suite: node run.mjs SUITE OPTIONS. README.md lists suites and options.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { beside } from "./beside/suite.mjs";
import { coldstart } from "./coldstart/suite.mjs";
import { cors } from "./cors/suite.mjs";
import { Bundler } from "./lib/bundle.mjs";
import { Claims } from "./lib/claims.mjs";
import { NativeProcess } from "./lib/native.mjs";
import { launch } from "./lib/webview.mjs";
import { matrix } from "./matrix/suite.mjs";
import { races } from "./races/suite.mjs";
import { speed } from "./speed/suite.mjs";
import { trace } from "./trace/suite.mjs";

const SUITES = { matrix, trace, coldstart, beside, cors, races, speed };
const NEEDED = ["modules", "layer", "host", "chromium", "work", "python", "serviceModules"];
const OPTIONAL = ["out", "sdk", "seed", "rounds"];

/** What suites share: claims, one browser, bundles of pages, and the programs of the native half. */
class Run {
  claims = new Claims();
  #processes = [];

  constructor(options) {
    const require = createRequire(path.join(options.modules, "of-the-cache.js"));
    this.options = options;
    this.chromium = require("playwright-core").chromium;
    this.bundler = new Bundler({ esbuild: require("esbuild"), modules: options.modules, layer: options.layer });
  }

  async start() {
    this.browser = await launch(this.chromium, this.options.chromium);
  }

  /** A new process of the app. */
  process() {
    const process = new NativeProcess(this.options.host);
    this.#processes.push(process);
    return process;
  }

  async close() {
    await this.browser.close();
    await Promise.all(this.#processes.map((process) => process.close()));
  }
}

async function main() {
  const named = Object.fromEntries([...NEEDED, ...OPTIONAL].map((name) => [name, { type: "string" }]));
  const { values, positionals } = parseArgs({ options: named, allowPositionals: true });
  const suite = SUITES[positionals[0]];
  const missing = NEEDED.filter((name) => !values[name]);
  if (!suite || missing.length)
    throw new Error(`suites: ${Object.keys(SUITES).join(", ")}; missing options: ${missing.join(", ")}`);
  const run = new Run(values);
  await run.start();
  const kept = await suite(run);
  if (values.out && kept) fs.writeFileSync(values.out, kept);
  await run.close();
  process.exitCode = run.claims.close();
}

await main();
