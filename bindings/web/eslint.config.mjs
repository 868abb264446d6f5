import js from '@eslint/js';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['**/handover.js'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
        setImmediate: 'readonly',
        globalThis: 'readonly',
      },
    },
  },
  { rules: { 'no-control-regex': 'off' } },
);
