// The native half: a JVM with Capacitor's real activities and the real plugin, driven by the lines of
// tests/android/README.md.
import fs from "node:fs";
import { Program } from "./program.mjs";
import { until, within } from "./wait.mjs";

const START_MS = 120_000;
const ANSWER_MS = 60_000;

/** One process of the app. */
export class NativeProcess {
  #waiting = new Map();
  #screens = [];
  #ids = 0;

  /** `file` names the program, one word a line. */
  constructor(file) {
    const command = fs.readFileSync(file, "utf8").split("\n");
    this.program = new Program(command, { onLine: (line) => line.startsWith("{") && this.#hear(JSON.parse(line)) });
  }

  #hear(line) {
    if (!("id" in line)) return this.#screens[line.app]?.hear(line);
    const { resolve, reject } = this.#waiting.get(line.id);
    this.#waiting.delete(line.id);
    return "error" in line ? reject(new Error(line.error)) : resolve(line.ok);
  }

  /** Has something done, and waits for the answer. */
  ask(what, more = {}, limit = ANSWER_MS) {
    const id = ++this.#ids;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.program.send({ id, do: what, ...more });
    return within(what, this.program.alive(answer), limit);
  }

  tell(what, more) {
    this.program.send({ do: what, ...more });
  }

  /** Starts an activity; `config` is what stands under `plugins.Spanferry`, `others` are classes of more plugins. */
  async open({ config = {}, http = true, others = [] } = {}) {
    const screen = new Screen(this, this.#screens.length, http);
    this.#screens.push(screen);
    const plugins = { CapacitorHttp: { enabled: http }, Spanferry: config };
    const whole = { android: { resolveServiceWorkerRequests: false }, plugins };
    const { origin } = await this.ask("start", { app: screen.app, config: whole, plugins: others }, START_MS);
    return Object.assign(screen, { origin });
  }

  /** The state of the process's tracer. */
  snapshot = () => this.ask("snapshot");
  startNewTrace = () => this.ask("startNewTrace");
  /** A request with OkHttp, or with HttpURLConnection, by native code. */
  okhttp = (url) => this.ask("native", { client: "okhttp", url });
  connection = (url) => this.ask("native", { client: "connection", url });
  /** Starts the native Sentry SDK, has it capture an event, and hand over what it has. */
  startSentry = (dsn) => this.ask("sentry", { dsn });
  /** The names that a server must allow. */
  corsHeaders = () => this.ask("corsHeaders");
  capture = (text) => this.ask("capture", { text });

  close() {
    return this.program.close(20_000);
  }
}

/** One activity with its web view: what `Webview` talks to. */
class Screen {
  /** The methods of our plugin that its page has called. */
  calls = [];
  onMessage = null;
  onEval = null;
  onScript = null;
  #scripts = new Map();

  constructor(process, app, http) {
    Object.assign(this, { process, app, http });
  }

  hear({ reply, eval: code, script }) {
    if (reply !== undefined) this.onMessage?.(reply);
    else if (code !== undefined) this.onEval?.(code);
    else this.#change(script);
  }

  #change(script) {
    if (script.text === null) this.#scripts.delete(script.id);
    else this.#scripts.set(script.id, script.text);
    this.onScript?.(script);
  }

  /** The document-start scripts now, in order. */
  scripts() {
    return [...this.#scripts].map(([id, text]) => ({ id, text }));
  }

  post(text, main) {
    const { pluginId, methodName } = JSON.parse(text);
    if (pluginId === "Spanferry") this.calls.push(methodName);
    this.process.tell("post", { app: this.app, text, main });
  }

  /** The answer to a request of the page for CapacitorHttp's proxy. */
  async request({ url, method, headers }) {
    const answer = await this.process.ask("request", { app: this.app, url, method, headers });
    if (!answer) return null;
    return { ...answer, headers: { ...answer.headers, ...(answer.type && { "content-type": answer.type }) } };
  }

  /** Waits until the page has made a call of that name. */
  called = (name) => until(`the page to call ${name}`, () => this.calls.includes(name));

  /** The app goes to the background and comes back after that time. */
  away = (milliseconds) => this.process.ask("away", { app: this.app, ms: milliseconds });

  close = () => this.process.ask("stop", { app: this.app });
}
