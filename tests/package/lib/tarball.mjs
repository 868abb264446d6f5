// The tarball that npm would publish, with what native libraries have been built.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './commands.mjs';

const pack = (from, to) => {
  const [{ filename }] = JSON.parse(run(from, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', to));
  return join(to, filename);
};

/** Packs the repository, puts the natives where they belong, and packs again: `files` has the last word. */
export function tarball(root, work, natives) {
  const staged = join(work, 'staged');
  mkdirSync(staged);
  run(work, 'tar', '-xzf', pack(root, work), '-C', staged);
  for (const [place, file] of natives) cpSync(file, join(staged, 'package', place), { recursive: true });
  return pack(join(staged, 'package'), work);
}

/** The files in a tarball. */
export const filesIn = file =>
  run('/', 'tar', '-tzf', file)
    .trim()
    .split('\n')
    .map(name => name.replace(/^package\//, ''));
