// Serves the built app with its services until Ctrl-C: node server/main.mjs [--port N] [--host ADDRESS]
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Demo, PORT } from './demo.mjs';

const { values } = parseArgs({
  options: { port: { type: 'string', default: String(PORT) }, host: { type: 'string', default: '127.0.0.1' } },
});
const folder = fileURLToPath(new URL('../dist', import.meta.url));
if (!existsSync(folder)) throw new Error('the app is not built: npm run build');

const told = ({ type, name, op, traceId }) => console.log(`${traceId}  ${type.padEnd(11)} ${op ?? ''} ${name}`);
const port = Number(values.port);
const demo = await Demo.start({ folder, port, host: values.host, told }).catch(error => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`port ${error.port} is in use; the app takes four in a row, others with --port N`);
  process.exit(1);
});
console.log(`${demo.address}\n\nWhat the app reports to Sentry comes to this terminal; Ctrl-C ends it.\n`);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => demo.close());
