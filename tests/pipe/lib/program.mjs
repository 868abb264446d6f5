// A child process that is spoken to with one JSON object a line, both ways.
import { spawn } from "node:child_process";
import readline from "node:readline";

/** Starts a program; its standard input keeps it alive, so that nothing outlives a killed run. */
export class Program {
  #child;
  #ended;
  #error = null;

  constructor(command, { env = process.env, cwd, onLine }) {
    this.#child = spawn(command[0], command.slice(1), { env, cwd, stdio: ["pipe", "pipe", "inherit"] });
    readline.createInterface({ input: this.#child.stdout }).on("line", (line) => onLine(line));
    this.#child.stdin.on("error", () => {});
    this.#ended = new Promise((ended) => {
      this.#child.on("error", (error) => ended((this.#error = error)));
      this.#child.on("exit", (code, signal) =>
        ended((this.#error = new Error(`${command[0]} ended: ${code ?? signal}`))),
      );
    });
  }

  send(object) {
    this.#child.stdin.write(`${JSON.stringify(object)}\n`);
  }

  /** Settles as `promise` does, or fails when the program ends first. */
  alive(promise) {
    return Promise.race([promise, this.#ended.then(() => Promise.reject(this.#error))]);
  }

  async close(milliseconds = 5000) {
    this.#child.stdin.end();
    const late = setTimeout(() => this.#child.kill("SIGKILL"), milliseconds);
    await this.#ended;
    clearTimeout(late);
  }
}
