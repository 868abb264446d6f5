// The native projects of the example app: what a person would have to set is set.
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { App } from './lib/app.mjs';

/** The app without what was installed or made in it. */
function copied(from, to) {
  const left = ['node_modules', 'android', 'ios'].map(name => join(from, name));
  cpSync(from, to, { recursive: true, filter: name => !left.includes(name) });
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
  return new App(to);
}

export function example({ claims, app: { node }, root, work }) {
  const app = Object.assign(copied(join(root, 'example-app'), join(work, 'example')), { node });
  for (const platform of ['android', 'ios']) app.cap('add', platform);
  app.cap('sync');
  const plist = app.read('ios/App/App/Info.plist');
  claims.equal('iOS lets it reach this machine, said once', 2, plist.split('NSAllowsLocalNetworking').length);
  claims.holds('within the dictionary', /<true\/>\s*<\/dict>\s*<\/dict>\s*<\/plist>\s*$/.test(plist), plist);
  const manifest = app.read('android/capacitor-cordova-android-plugins/src/main/AndroidManifest.xml');
  claims.holds('so does Android', manifest.includes('android:usesCleartextTraffic="true"'), manifest);
  const { plugins } = JSON.parse(app.read('android/app/src/main/assets/capacitor.config.json'));
  claims.equal('the native side has the targets', 2, plugins.Spanferry.tracePropagationTargets.length);
}
