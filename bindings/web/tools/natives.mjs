// Refuses to publish a package without its native libraries.
import { existsSync } from 'node:fs';

const wanted = [
  ...['arm64-v8a', 'armeabi-v7a', 'x86_64', 'x86'].map(abi => `android/src/main/jniLibs/${abi}/libspanferry.so`),
  'ios/Spanferry.xcframework/Info.plist',
];
const missing = wanted.filter(file => !existsSync(file));
if (missing.length) {
  console.error(`not publishing, these native libraries are missing:\n  ${missing.join('\n  ')}`);
  process.exit(1);
}
