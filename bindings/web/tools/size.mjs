// The size of what an app's bundler takes in: the minified modules that index.js reaches, gzipped as
// one text, with @capacitor/core alone left out; the part for plain browsers is counted too.
import { rollup } from 'rollup';
import { minify } from 'terser';
import { gzipSync } from 'node:zlib';

const LIMIT = 6000;

const bundle = await rollup({ input: 'dist/esm/index.js', external: ['@capacitor/core'] });
const { output } = await bundle.generate({ format: 'es', inlineDynamicImports: true });
const small = await minify(output[0].code, { module: true });
const bytes = gzipSync(small.code, { level: 9 }).length;
console.log(`${small.code.length} bytes minified, ${bytes} gzipped; limit ${LIMIT}`);
process.exit(bytes > LIMIT ? 1 : 0);
