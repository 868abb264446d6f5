// A service that tells its caller which header lines arrived.
import { linesOf } from './lines.mjs';
import { Listener } from './listener.mjs';

/** What lets any page send the headers of a trace; a service of yours names its own origins. */
export const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type, sentry-trace, baggage, traceparent',
  'access-control-allow-methods': 'GET, POST',
};

/** What a service allows that knows nothing of traces. */
export const CLOSED = { 'access-control-allow-origin': '*' };

/** Answers every request with its own header lines, and keeps them. */
export class Echo extends Listener {
  seen = [];

  constructor(cors) {
    super((request, response) => this.answer(request, response));
    this.cors = cors;
  }

  answer(request, response) {
    const { method, url } = request;
    const echo = { method, url, lines: linesOf(request) };
    this.seen.push(echo);
    request.resume();
    const preflight = method === 'OPTIONS';
    response.writeHead(preflight ? 204 : 200, { ...this.cors, 'content-type': 'application/json' });
    response.end(preflight ? undefined : JSON.stringify(echo));
  }
}
