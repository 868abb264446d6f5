// From the compiled modules: one file for bundlers of old, one for a script tag.
const input = 'dist/esm/index.js';
const external = ['@capacitor/core'];

export default {
  input,
  external,
  output: [
    {
      file: 'dist/plugin.js',
      format: 'iife',
      name: 'capacitorSpanferry',
      globals: { '@capacitor/core': 'capacitorExports' },
      sourcemap: true,
      inlineDynamicImports: true,
    },
    { file: 'dist/plugin.cjs.js', format: 'cjs', sourcemap: true, inlineDynamicImports: true },
  ],
};
