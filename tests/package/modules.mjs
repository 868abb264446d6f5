// The package for programs: by import, by require, through a bundler, and for the compiler.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const NAMES = [
  'Spanferry',
  'explain',
  'getTraceData',
  'getTraceMetaTags',
  'headersFor',
  'spanferryIntegration',
  'startSpanferry',
];
const TELL = 'console.log(Object.keys(it).filter(name => /^[a-z]/i.test(name) && name !== "default").sort().join())';
/** What runs it in words: import and require, on a Node that has no window. */
const PROGRAMS = {
  import: ['--input-type=module', '-e', `import * as it from 'capacitor-spanferry'; ${TELL}`],
  require: ['-e', `const it = require('capacitor-spanferry'); ${TELL}`],
};

export function loaded({ claims, app }) {
  for (const [way, words] of Object.entries(PROGRAMS))
    claims.equal(`${way} gives every name`, [...NAMES].sort().join(), app.run(...words));
}

/** The ways of the compiler to find a package: today's bundlers, Node's two, and that of old. */
const COMPILERS = {
  'a bundler': ['--module', 'esnext', '--moduleResolution', 'bundler', 'types/uses.ts'],
  'Node, as a module': ['--module', 'node16', '--moduleResolution', 'node16', 'types/uses.mts'],
  'Node, as CommonJS': ['--module', 'node16', '--moduleResolution', 'node16', 'types/uses.cts'],
  'a bundler of old': ['--module', 'esnext', '--moduleResolution', 'node10', 'types/uses.ts'],
};

export function typed({ claims, app }) {
  for (const [way, words] of Object.entries(COMPILERS))
    claims.equal(`the types for ${way}`, '', app.compile('--target', 'es2022', ...words));
}

export async function bundled({ claims, app }) {
  app.vite();
  const [entry, web] = ['index', 'web'].map(name => app.list('dist/assets').find(file => file.startsWith(`${name}-`)));
  claims.holds(
    'the part for plain browsers is a file of its own',
    Boolean(web) && !app.read(`dist/assets/${entry}`).includes('background_limit'),
  );
  globalThis.window = globalThis;
  await import(pathToFileURL(join(app.folder, 'dist/assets', entry)));
  const { reason, attach } = globalThis.fresh.explain('https://api.example.com/');
  claims.equal('the bundle decides', ['not_configured', false], [reason, attach]);
}
