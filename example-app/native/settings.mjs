// After `npx cap sync`: what the iOS project needs for services without certificates on this machine.
// Android has it from `server.cleartext` in capacitor.config.ts. An app of yours does without.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PLIST = 'ios/App/App/Info.plist';
const LOCAL = `\t<key>NSAppTransportSecurity</key>
\t<dict>
\t\t<key>NSAllowsLocalNetworking</key>
\t\t<true/>
\t</dict>
`;

if (existsSync(PLIST)) {
  const text = readFileSync(PLIST, 'utf8');
  if (!text.includes('NSAppTransportSecurity'))
    writeFileSync(
      PLIST,
      text.replace(/<\/dict>\s*<\/plist>\s*$/, end => LOCAL + end),
    );
}
