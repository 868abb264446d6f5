// Makes the compiled modules what Node takes for modules too: names with their endings, and a word that
// says what they are. Who comes by `require` gets the same types as a script's.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const MODULES = 'dist/esm';
const SCRIPT = 'dist/cjs';

mkdirSync(SCRIPT, { recursive: true });
for (const name of readdirSync(MODULES).filter(name => /\.(js|d\.ts)$/.test(name))) {
  const text = readFileSync(`${MODULES}/${name}`, 'utf8');
  if (name.endsWith('.d.ts')) writeFileSync(`${SCRIPT}/${name}`, text);
  writeFileSync(`${MODULES}/${name}`, text.replace(/((?:from |import\()'\.\/\w+)'/g, "$1.js'"));
}
writeFileSync(`${MODULES}/package.json`, '{ "type": "module", "sideEffects": false }\n');
