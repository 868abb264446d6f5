// Refuses to publish a package without its native libraries.
import { existsSync } from 'node:fs';

const wanted = [
  ...['arm64-v8a', 'armeabi-v7a', 'x86_64', 'x86'].map(abi => `android/src/main/jniLibs/${abi}/libspanferry.so`),
  ...['Info.plist', 'ios-arm64/libspanferry.a', 'ios-arm64_x86_64-simulator/libspanferry.a'].map(
    file => `ios/Spanferry.xcframework/${file}`,
  ),
];
const missing = wanted.filter(file => !existsSync(file));
if (missing.length) {
  console.error(`not publishing, these native libraries are missing:\n  ${missing.join('\n  ')}`);
  process.exit(1);
}
