// The pictures of the README: the app on a phone.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo } from '../../example-app/server/demo.mjs';
import { until } from '../pipe/lib/wait.mjs';
import { Phone } from './lib/phone.mjs';

const SHOTS = {
  'example-trace': { scheme: 'light', show: trace },
  'example-requests': { scheme: 'dark', show: requests },
  'example-reports': { scheme: 'light', show: reports },
};

export async function screenshots({ browser, folder: app }, folder) {
  for (const [name, { scheme, show }] of Object.entries(SHOTS)) {
    const demo = await Demo.start({ folder: app });
    const phone = await Phone.open(browser, demo.address, { scheme, scale: 1.25 });
    await show(phone, demo);
    await phone.page.evaluate(() => document.fonts.ready);
    const file = join(folder, `${name}.png`);
    writeFileSync(file, await phone.page.screenshot({ animations: 'disabled' }));
    console.log(file);
    await phone.close();
    await demo.close();
  }
}

async function trace(phone) {
  await phone.send('fetch');
  await phone.send('xhr');
}

/** Two traces, and a request that carries none. */
async function requests(phone) {
  for (const way of ['fetch', 'http-post']) await phone.send(way);
  await phone.press('[data-action="navigate"]');
  for (const way of ['foreign', 'http-get']) await phone.send(way);
  await phone.press('[data-request="http-get"] summary');
  await phone.page.locator('[data-request="http-get"]').evaluate(card => {
    scrollTo(0, card.getBoundingClientRect().top + scrollY - 16);
  });
}

async function reports(phone, { collector }) {
  await phone.send('fetch');
  await phone.press('[data-action="navigate"]');
  await phone.send('http-post');
  await phone.press('nav a[href="/reports"]');
  await phone.press('[data-action="error"]');
  await until('a page load, two navigations and an error', () => collector.reports.length === 4);
  await until('them on the page', async () => (await phone.page.locator('[data-report]').count()) === 4);
}
