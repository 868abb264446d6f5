// The built app, and a service at the same origin behind `/api/`.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Echo } from './echo.mjs';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const PORTS = /(<meta name="demo-ports" content=")[^"]*/;

/** Serves a folder; pages are told which ports the services have. */
export class Pages extends Echo {
  constructor(folder, ports) {
    super({});
    Object.assign(this, { folder, ports });
  }

  answer(request, response) {
    if (request.url.startsWith('/api/')) return super.answer(request, response);
    this.#file(request.url).then(
      ([type, body]) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  }

  async #file(url) {
    const path = normalize(new URL(url, 'http://app').pathname);
    const extension = extname(path);
    // What is no file is a route of the app.
    if (!extension) return ['text/html', await this.#index()];
    return [TYPES[extension] ?? 'application/octet-stream', await readFile(join(this.folder, path))];
  }

  async #index() {
    const text = await readFile(join(this.folder, 'index.html'), 'utf8');
    return text.replace(PORTS, `$1${this.ports.join(' ')}`);
  }
}
