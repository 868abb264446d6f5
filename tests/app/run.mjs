// The example app in a browser: node run.mjs OPTIONS. README.md lists them.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Demo } from '../../example-app/server/demo.mjs';
import { Claims } from '../pipe/lib/claims.mjs';
import { launch } from '../pipe/lib/webview.mjs';
import { ends } from './ends.mjs';
import { screenshots } from './screenshots.mjs';
import { suite } from './suite.mjs';

const { values } = parseArgs({
  options: { modules: { type: 'string' }, chromium: { type: 'string' }, screenshots: { type: 'string' } },
});
const require = createRequire(path.join(values.modules, 'of-the-cache.js'));
const app = new URL('../../example-app/', import.meta.url);
const claims = new Claims();
const run = {
  claims,
  axe: fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'),
  browser: await launch(require('playwright-core').chromium, values.chromium),
  folder: fileURLToPath(new URL('dist', app)),
};
if (values.screenshots) await screenshots(run, values.screenshots);
else await prove();
await run.browser.close();

async function prove() {
  const demo = await Demo.start({ folder: run.folder, port: 0 });
  await suite({ ...run, demo });
  await demo.close();
  await claims.group('the server', () => ends(claims, fileURLToPath(new URL('server/main.mjs', app))));
  process.exitCode = claims.close();
}
