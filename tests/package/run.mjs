// The npm package as its users get it: node run.mjs OPTIONS. README.md lists them.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Claims } from '../pipe/lib/claims.mjs';
import { contents, named, refused } from './contents.mjs';
import { example } from './example.mjs';
import { App } from './lib/app.mjs';
import { tarball } from './lib/tarball.mjs';
import { bundled, loaded, typed } from './modules.mjs';
import { synced } from './synced.mjs';

const { values } = parseArgs({
  options: {
    modules: { type: 'string' },
    work: { type: 'string' },
    native: { type: 'string', multiple: true, default: [] },
  },
});
const { work } = values;
const root = fileURLToPath(new URL('../..', import.meta.url));
const natives = values.native.map(pair => pair.split('='));
const claims = new Claims();
const packed = tarball(root, work, natives);
const app = App.create(join(work, 'app'), { modules: values.modules, tarball: packed });
for (const ending of ['mts', 'cts'])
  cpSync(join(app.folder, 'types/uses.ts'), join(app.folder, `types/uses.${ending}`));
const proof = { claims, app, root, work, tarball: packed, natives };

await claims.group('the tarball', () => contents(proof));
await claims.group('package.json', () => named(proof));
await claims.group('npm publish without native libraries', () => refused(proof));
await claims.group('Node', () => loaded(proof));
await claims.group('TypeScript', () => typed(proof));
await claims.group('Vite', () => bundled(proof));
await claims.group('cap sync', () => synced(proof));
await claims.group('the example app', () => example(proof));
process.exitCode = claims.close();
