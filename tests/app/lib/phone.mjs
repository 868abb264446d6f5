// The example app in headless Chromium, on a screen as wide as a phone's.
import { until } from '../../pipe/lib/wait.mjs';

/** A page of the app, and what a person sees and does there. */
export class Phone {
  /** Errors of the page; none is expected. */
  problems = [];

  static async open(browser, address, { width = 390, height = 844, scheme = 'light', scale = 1 } = {}) {
    const phone = new Phone();
    phone.context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      colorScheme: scheme,
      hasTouch: true,
      reducedMotion: 'reduce',
    });
    phone.page = await phone.context.newPage();
    phone.page.on('pageerror', error => phone.problems.push(error.stack ?? String(error)));
    await phone.page.goto(address);
    await until('the trace to be shown', () => phone.fact('source'));
    return phone;
  }

  press(selector) {
    return this.page.locator(selector).click();
  }

  /** A fact of the trace as the page shows it. */
  async fact(name) {
    const place = this.page.locator(`[data-field="${name}"]`).first();
    if (!(await place.count())) return undefined;
    return (await place.getAttribute('data-value')) ?? (await place.innerText()).trim();
  }

  traceId = () => this.fact('traceId');

  /** Presses a request's button; gives what its card says when the answer is there. */
  async send(way) {
    const cards = this.page.locator(`[data-request="${way}"]`);
    const before = await cards.count();
    await this.press(`[data-way="${way}"]`);
    await until(`the card of ${way}`, async () => (await cards.count()) > before);
    const card = cards.first();
    await until(`the answer to ${way}`, async () => !(await card.innerText()).includes('waiting for the answer'));
    return this.#read(card);
  }

  async #read(card) {
    const { attach, reason, trace } = await card.locator('[data-field="decision"]').evaluate(it => ({ ...it.dataset }));
    const lines = await card
      .locator('[data-line]')
      .evaluateAll(all => all.map(line => [...line.children].map(child => child.textContent)));
    return { attach: attach === 'true', reason, traceId: trace, lines, text: await card.innerText() };
  }

  /** By how much the page is wider than the screen. */
  overflow() {
    return this.page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  }

  close() {
    return this.context.close();
  }
}
