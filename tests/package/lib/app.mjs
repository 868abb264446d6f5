// A fresh Capacitor app with the package installed from a tarball, as its users have it.
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attempt, run } from './commands.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));

export class App {
  static create(folder, { modules, tarball }) {
    cpSync(join(HERE, 'app'), folder, { recursive: true });
    cpSync(modules, join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(HERE, name), join(folder, name));
    const app = new App(folder);
    run(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball);
    return app;
  }

  constructor(folder) {
    this.folder = folder;
    this.node = join(folder, 'node_modules/.bin/node');
  }

  /** Capacitor's command line, on the Node that it wants. */
  cap(...words) {
    return run(this.folder, this.node, 'node_modules/@capacitor/cli/bin/capacitor', ...words);
  }

  vite() {
    return run(this.folder, process.execPath, 'node_modules/vite/bin/vite.js', 'build');
  }

  /** What the compiler complains of. */
  compile(...words) {
    return attempt(this.folder, process.execPath, 'node_modules/typescript/bin/tsc', '--noEmit', '--strict', ...words)
      .said;
  }

  /** A program on the Node of the system. */
  run(...words) {
    return run(this.folder, process.execPath, ...words).trim();
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  list(path) {
    return readdirSync(join(this.folder, path));
  }
}
