// Stands in for Sentry: takes envelopes, and tells the app and the terminal what they say.
import { reports } from './envelope.mjs';
import { Listener } from './listener.mjs';

const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

/** Keeps every report; each is told to all who listen to `/events`. */
export class Collector extends Listener {
  reports = [];
  #listeners = new Set();

  /** `told` hears of each report. */
  constructor(told) {
    super((request, response) => this.#answer(request, response));
    this.told = told;
  }

  #answer(request, response) {
    if (request.method === 'OPTIONS') return response.writeHead(204, CORS).end();
    if (request.url === '/events') return this.#listen(response);
    let text = '';
    request.setEncoding('utf8').on('data', piece => (text += piece));
    request.on('end', () => {
      response.writeHead(200, { ...CORS, 'content-type': 'application/json' }).end('{}');
      reports(text).forEach(report => this.#keep(report));
    });
  }

  #keep(report) {
    this.reports.push(report);
    this.told(report);
    this.#listeners.forEach(listener => tell(listener, report));
  }

  #listen(response) {
    response.writeHead(200, { ...CORS, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    this.reports.forEach(report => tell(response, report));
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }
}

const tell = (response, report) => response.write(`data: ${JSON.stringify(report)}\n\n`);
