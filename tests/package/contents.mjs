// What is in the tarball, what is not, and that one without native libraries is not published.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './lib/commands.mjs';
import { filesIn } from './lib/tarball.mjs';

const WANTED = [
  'CapacitorSpanferry.podspec',
  'Package.swift',
  'README.md',
  'LICENSE-MIT',
  'LICENSE-APACHE',
  'android/build.gradle',
  'android/consumer-rules.pro',
  'android/src/main/AndroidManifest.xml',
  'android/src/main/kotlin/dev/spanferry/capacitor/SpanferryPlugin.kt',
  'bindings/swift/SpanferryCore.swift',
  'dist/plugin.js',
  'ios/Sources/SpanferryPlugin/SpanferryPlugin.swift',
];
const FOREIGN = /^(tests|tools|src|example-app|node_modules|docs|testdata|target)\/|\/\.|^\./;

export function contents({ claims, tarball, natives }) {
  const files = filesIn(tarball);
  claims.equal(
    'what an app needs is in it',
    [],
    WANTED.filter(name => !files.includes(name)),
  );
  claims.equal(
    'nothing else is',
    [],
    files.filter(name => FOREIGN.test(name)),
  );
  for (const [place] of natives)
    claims.holds(
      `a built native library is in it: ${place}`,
      files.some(name => name.startsWith(place)),
    );
  console.log(
    `figure: ${files.length} files, native: ${natives.map(([place]) => place).join(', ') || 'none was built'}`,
  );
}

/** Every file that package.json names is there. */
export function named({ claims, app }) {
  const home = 'node_modules/capacitor-spanferry';
  const { main, module, types, unpkg, exports } = JSON.parse(app.read(`${home}/package.json`));
  const places = [main, module, types, unpkg, ...leaves(exports)];
  const missing = places.filter(place => !existsSync(join(app.folder, home, place)));
  claims.equal('every file that package.json names is there', [], missing);
}

const leaves = value => (typeof value === 'string' ? [value] : Object.values(value).flatMap(leaves));

/** `npm publish` in a copy that has no native library. */
export function refused({ claims, root, work }) {
  const bare = join(work, 'bare');
  mkdirSync(bare);
  for (const name of ['package.json', 'bindings/web/tools'])
    cpSync(join(root, name), join(bare, name), { recursive: true });
  const { status, said } = attempt(bare, 'npm', 'publish', '--dry-run', '--offline');
  claims.holds('npm publish fails', status !== 0);
  const libraries = ['jniLibs/arm64-v8a/libspanferry.so', 'ios-arm64/libspanferry.a'];
  claims.equal(
    'and names what is missing',
    [],
    libraries.filter(name => !said.includes(name)),
  );
}
