// The size of what an app's bundler takes in: the minified modules that index.js reaches, gzipped,
// with @capacitor/core alone left out; the part for plain browsers is counted too.
import { rollup } from 'rollup';
import { minify } from 'terser';
import { gzipSync } from 'node:zlib';

const LIMIT = 6000;

const bundle = await rollup({ input: 'dist/esm/index.js', external: ['@capacitor/core'] });
const { output } = await bundle.generate({ format: 'es' });
let bytes = 0;
for (const { fileName, code } of output) {
  if (!code) continue;
  const small = await minify(code, { module: true, ecma: 2020, compress: { passes: 3 }, format: { comments: false } });
  const gzipped = gzipSync(small.code, { level: 9 }).length;
  console.log(`${fileName}: ${small.code.length} bytes, ${gzipped} gzipped`);
  bytes += gzipped;
}
console.log(`in all ${bytes} bytes of ${LIMIT} gzipped`);
process.exit(bytes > LIMIT ? 1 : 0);
