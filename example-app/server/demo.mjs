// Everything that the app talks to, on this machine.
import { Collector } from './collector.mjs';
import { CLOSED, Echo, OPEN } from './echo.mjs';
import { Pages } from './pages.mjs';
import { Socket } from './socket.mjs';

/** The ports when none are given; `index.html` has them too, for the app on a phone. */
export const PORT = 4620;

/** The app's own server and three services, on ports in a row, or on free ones for 0. */
export class Demo {
  static async start({ folder, port = PORT, host = '127.0.0.1', told = () => {} }) {
    const demo = new Demo();
    const at = next => (port ? port + next : 0);
    demo.backend = await new Echo(OPEN).listen(at(1), host);
    demo.socket = new Socket(demo.backend.server);
    demo.foreign = await new Echo(CLOSED).listen(at(2), host);
    demo.collector = await new Collector(told).listen(at(3), host);
    const ports = [demo.backend, demo.foreign, demo.collector].map(service => service.port);
    demo.pages = await new Pages(folder, ports).listen(port, host);
    demo.address = `http://${host}:${demo.pages.port}`;
    return demo;
  }

  async close() {
    this.socket.close();
    await Promise.all([this.pages, this.backend, this.foreign, this.collector].map(service => service.close()));
  }
}
