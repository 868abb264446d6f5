// Bundles of the pages, by esbuild.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PAGES = path.join(path.dirname(fileURLToPath(import.meta.url)), "../pages");
const GUIDE = path.join(PAGES, "../../../docs/RECIPES.md");
/** The address in the guide's snippet, and what a page has instead. */
const ADDRESS = ["'wss://api.example.com/live'", "window.pipeConfig.socket"];

/** `guide:TITLE` is the first snippet below that title of the guide, as it stands there. */
const guide = {
  name: "guide",
  setup(build) {
    build.onResolve({ filter: /^guide:/ }, ({ path }) => ({ path: path.slice(6), namespace: "guide" }));
    build.onLoad({ filter: /.*/, namespace: "guide" }, ({ path: title }) => {
      const [, code] = fs
        .readFileSync(GUIDE, "utf8")
        .split(`## ${title}\n`)[1]
        .split(/```\w*\n/);
      if (!code.includes(ADDRESS[0])) throw new Error(`the guide's snippet for ${title} has another address`);
      const contents = `${code.replace(...ADDRESS)}\nexport { socket };`;
      return { contents, loader: "ts", resolveDir: PAGES };
    });
  },
};

/** What pages are made of: esbuild, the folder of packages, and the npm package under test. */
export class Bundler {
  #made = new Map();

  constructor({ esbuild, modules, layer }) {
    Object.assign(this, { esbuild, modules, layer });
  }

  /** One page of `pages/` as text; `sdk` 11 takes the place of the older browser SDK. */
  async page(name, sdk = 10) {
    const key = `${name} ${sdk}`;
    if (!this.#made.has(key)) this.#made.set(key, this.#build(name, sdk));
    return this.#made.get(key);
  }

  async #build(name, sdk) {
    const result = await this.esbuild.build({
      entryPoints: [path.join(PAGES, name)],
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
      logLevel: "warning",
      nodePaths: [this.modules],
      alias: this.#aliases(sdk),
      plugins: [guide],
    });
    return result.outputFiles[0].text;
  }

  /** The layer and the page share one `@capacitor/core`, as in an app. */
  #aliases(sdk) {
    const core = path.join(this.modules, "@capacitor/core");
    const common = { "@capacitor/core": core, "capacitor-spanferry": this.layer };
    return sdk === 11 ? { ...common, "@sentry/browser": "sentry-browser-11" } : common;
  }
}
