// What `npm publish` runs first.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const files = [
  'android/src/main/jniLibs/arm64-v8a/libspanferry.so',
  'android/src/main/jniLibs/armeabi-v7a/libspanferry.so',
  'android/src/main/jniLibs/x86_64/libspanferry.so',
  'android/src/main/jniLibs/x86/libspanferry.so',
  'ios/Spanferry.xcframework/Info.plist',
  'ios/Spanferry.xcframework/ios-arm64/libspanferry.a',
  'ios/Spanferry.xcframework/ios-arm64_x86_64-simulator/libspanferry.a',
];

function publish(present: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'natives-'));
  for (const file of present) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  const ended = spawnSync(process.execPath, [resolve('bindings/web/tools/natives.mjs')], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return ended;
}

test('a package with every native library may be published', () => {
  expect(publish(files).status).toBe(0);
});

test.each(files)('a package without %s is refused, and the file is named', missing => {
  const { status, stderr } = publish(files.filter(file => file !== missing));
  expect(status).toBe(1);
  expect(stderr).toContain(missing);
});
