// An HTTP server on one port.
import http from 'node:http';

/** Listens on a port, any free one for 0; `answer` is asked for each request. */
export class Listener {
  constructor(answer) {
    this.server = http.createServer(answer);
  }

  async listen(port, host) {
    await new Promise((listens, fails) => this.server.once('error', fails).listen(port, host, listens));
    return this;
  }

  get port() {
    return this.server.address().port;
  }

  async close() {
    const closed = new Promise(done => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }
}
