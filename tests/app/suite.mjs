// Every button of the example app: what the services really received, and what the page says of it.
import { Phone } from './lib/phone.mjs';
import { WAYS } from './lib/ways.mjs';
import { NAMES } from '../pipe/lib/backend.mjs';
import { until } from '../pipe/lib/wait.mjs';

export async function suite({ claims, browser, demo, axe }) {
  const phone = await Phone.open(browser, demo.address);
  const upgrades = [];
  demo.backend.server.on('upgrade', ({ rawHeaders }) => upgrades.push(rawHeaders));
  for (const way of WAYS) await claims.group(way.id, () => sent(claims, phone, demo, way));
  claims.equal('the upgrade to a WebSocket carries no trace header', [0], upgrades.map(traceHeaders));
  await claims.group('a new trace', () => renewed(claims, phone, demo, '[data-action="new-trace"]', 'app'));
  await claims.group('a navigation', () => renewed(claims, phone, demo, '[data-action="navigate"]', 'webview'));
  await claims.group('reports', () => reported(claims, phone, demo));
  claims.equal('the page has no error', [], phone.problems);
  await phone.close();
  for (const scheme of ['light', 'dark'])
    await claims.group(scheme, () => readable(claims, browser, demo, axe, scheme));
}

const traceHeaders = raw => raw.filter(name => NAMES.includes(name.toLowerCase())).length;

/** The header lines that carry a trace, of the newest request to that path. */
function arrived(demo, { service, path }) {
  const { lines } = demo[service].seen.findLast(({ url, method }) => url === path && method !== 'OPTIONS');
  return lines.filter(([name]) => NAMES.includes(name.toLowerCase()));
}

async function sent(claims, phone, demo, way) {
  const card = await phone.send(way.id);
  const lines = arrived(demo, way);
  const traceId = await phone.traceId();
  claims.equal('the decision on the page', [way.attach, way.reason], [card.attach, card.reason]);
  claims.equal('it names the trace that the page shows', traceId, card.traceId);
  claims.equal(
    way.lines ? 'one line of each header arrived' : 'no trace header arrived',
    [...NAMES].slice(0, way.lines).sort(),
    names(lines),
  );
  claims.equal(
    'every line has that trace',
    lines.map(() => traceId),
    lines.map(([, value]) => /[0-9a-f]{32}/.exec(value)?.[0]),
  );
  claims.equal('the page shows the lines that arrived', lines, card.lines);
}

const names = lines => lines.map(([name]) => name.toLowerCase()).sort();

async function renewed(claims, phone, demo, button, source) {
  const before = { traceId: await phone.traceId(), revision: Number(await phone.fact('revision')) };
  await phone.press(button);
  await until('another trace', async () => (await phone.traceId()) !== before.traceId);
  claims.holds('another trace is shown', (await phone.traceId()) !== before.traceId);
  claims.holds('with a higher revision', Number(await phone.fact('revision')) > before.revision);
  claims.equal('who has set it', source, await phone.fact('source'));
  await sent(claims, phone, demo, WAYS[0]);
}

async function reported(claims, phone, demo) {
  await phone.press('nav a[href="/reports"]');
  await phone.press('[data-action="error"]');
  const error = await until('the report', () => demo.collector.reports.find(({ type }) => type === 'event'));
  claims.equal('an error is reported with the trace that the page shows', await phone.traceId(), error.traceId);
  const shown = phone.page.locator('[data-report="event"]');
  await until('the report on the page', () => shown.count());
  claims.holds('the page shows it', (await shown.first().innerText()).includes('the button was pressed'));
  await until('the page load', () => demo.collector.reports.find(({ op }) => op === 'pageload'));
  const { traceId } = demo.collector.reports.find(({ op }) => op === 'pageload');
  const [first] = demo.backend.seen.filter(({ url, method }) => url === '/orders' && method === 'GET');
  claims.holds(
    'the page load is reported with the trace of the first request',
    JSON.stringify(first.lines).includes(traceId),
    traceId,
  );
}

/** The whole app on the narrowest phone, with a request of every kind on it. */
async function readable(claims, browser, demo, axe, scheme) {
  const phone = await Phone.open(browser, demo.address, { width: 320, height: 568, scheme });
  for (const { id } of WAYS) await phone.send(id);
  for (const summary of await phone.page.locator('summary').all()) await summary.click();
  for (const place of ['/', '/reports']) {
    await phone.press(`nav a[href="${place}"]`);
    claims.equal(`${place}: nothing is wider than 320 pixels`, 0, await phone.overflow());
    await phone.page.evaluate(axe);
    const { violations } = await phone.page.evaluate(() => window.axe.run());
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    claims.equal(`${place}: axe finds nothing to complain about`, [], told);
  }
  await phone.close();
}
