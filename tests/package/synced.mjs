// What Capacitor's command line makes of the package in the native projects.
const ANDROID = 'android/app/src/main/assets';
const IOS = 'ios/App/App';

export function synced({ claims, app }) {
  for (const platform of ['android', 'ios']) app.cap('add', platform);
  const said = app.cap('sync');
  for (const platform of ['android', 'ios'])
    claims.holds(
      `it finds one plugin for ${platform}`,
      said.includes(`Found 1 Capacitor plugin for ${platform}`),
      said,
    );
  android(claims, app);
  ios(claims, app);
}

function android(claims, app) {
  // The class that takes the place of CapacitorHttp must not be among them.
  claims.equal(
    'Android loads our plugin, and nothing else of ours',
    [{ pkg: 'capacitor-spanferry', classpath: 'dev.spanferry.capacitor.SpanferryPlugin' }],
    JSON.parse(app.read(`${ANDROID}/capacitor.plugins.json`)),
  );
  const settings = app.read('android/capacitor.settings.gradle');
  claims.holds(
    'Gradle includes our module',
    settings.includes("'../node_modules/capacitor-spanferry/android'"),
    settings,
  );
  const build = app.read('android/app/capacitor.build.gradle');
  claims.holds('the app is built with it', build.includes("implementation project(':capacitor-spanferry')"), build);
  unswitched(claims, app, ANDROID);
}

function ios(claims, app) {
  const manifest = app.read('ios/App/CapApp-SPM/Package.swift');
  const dependency = '.package(name: "CapacitorSpanferry", path: "../../../node_modules/capacitor-spanferry")';
  const product = '.product(name: "CapacitorSpanferry", package: "CapacitorSpanferry")';
  claims.holds("the app's Package.swift depends on ours", manifest.includes(dependency), manifest);
  claims.holds('it uses a product of that name', manifest.includes(product), manifest);
  const ours = app.read('node_modules/capacitor-spanferry/Package.swift');
  claims.holds('which we have', ours.includes('.library(name: "CapacitorSpanferry"'));
  const { packageClassList } = JSON.parse(app.read(`${IOS}/capacitor.config.json`));
  claims.equal('iOS loads our plugin, and nothing else of ours', ['SpanferryPlugin'], packageClassList);
  unswitched(claims, app, IOS);
}

function unswitched(claims, app, place) {
  const { plugins } = JSON.parse(app.read(`${place}/capacitor.config.json`));
  claims.equal('sync switches no CapacitorHttp on, nor our fallback for it', undefined, plugins);
}
