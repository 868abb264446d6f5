// The live half of the backend: a WebSocket, whose messages carry the trace themselves.
import { WebSocketServer } from 'ws';

/** Answers each message of a page with the trace that it named. */
export class Socket {
  seen = [];

  constructor(server) {
    this.sockets = new WebSocketServer({ server });
    this.sockets.on('connection', socket => socket.on('message', text => this.#answer(socket, text)));
  }

  #answer(socket, text) {
    const { trace = {} } = JSON.parse(text);
    const echo = { method: 'message', url: '/live', lines: Object.entries(trace) };
    this.seen.push(echo);
    socket.send(JSON.stringify(echo));
  }

  close() {
    this.sockets.clients.forEach(socket => socket.terminate());
    this.sockets.close();
  }
}
