// The photo on the counter card: uploaded, shown, withdrawn, by a clerk whose browser runs no scripts; Enter still confirms.
import { join } from 'node:path';
import { report, typeNumber } from './checks.mjs';

const TOWN = '371002001000';

async function toCard(tab, number) {
  await typeNumber(tab, number);
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
  await tab.waitForSelector('form button:focus');
}

const press = (tab, selector) => Promise.all([tab.waitForNavigation(), tab.locator(selector).click()]);

async function fill(tab, buffer, tick) {
  await tab.locator('#file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer });
  await tab.locator('input[name=by][value=self]').check();
  if (tick) await tab.locator('#consent').check();
  else await tab.locator('form[enctype]').evaluate((f) => { f.noValidate = true; });
  await press(tab, 'form[enctype] button');
}

export async function photos({ browser, base, number, signIn, shots }) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, javaScriptEnabled: false });
  const tab = await context.newPage();
  const answers = [];
  tab.on('response', (r) => { if (r.url().includes('/staff/photo/')) answers.push(r); });
  await signIn(tab, base, `clerk@${TOWN}`);
  const picture = await tab.screenshot({ clip: { x: 0, y: 0, width: 240, height: 300 } });
  await toCard(tab, number);
  const card = tab.url();
  report(await tab.locator('img.photo').count() === 0, 'photo: a card without one');
  await press(tab, '.who a');
  await fill(tab, picture, false);
  report(await tab.locator('.errors').count() === 1 && await tab.locator('input[name=by][value=self]').isChecked(), 'photo: without the tick a sentence, and the form is kept');
  await fill(tab, Buffer.from('no picture'), true);
  report(await tab.locator('.errors').count() === 1, 'photo: what is no picture is refused');
  await fill(tab, picture, true);
  report(tab.url() === card, 'photo: saved, back on the card');
  const width = await tab.locator('img.photo').evaluate((i) => i.decode().then(() => i.naturalWidth, () => 0));
  report(width === 240, 'photo: the card shows the picture that was sent', `${width} pixels wide`);
  const headers = answers.length ? await answers.at(-1).allHeaders() : {};
  const want = { 'content-type': 'image/png', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  const wrong = Object.entries(want).filter(([k, v]) => headers[k] !== v).map(([k]) => `${k}: ${headers[k]}`).join('\n');
  report(answers.length > 0 && !wrong, 'photo: its type from the bytes, kept nowhere, not guessed', wrong);
  report(!answers.some((r) => r.url().includes(number)), 'photo: no number in its address');
  if (shots) await tab.screenshot({ path: join(shots, 'live-card-photo.png'), fullPage: true });
  await press(tab, '.who a');
  if (shots) await tab.screenshot({ path: join(shots, 'live-photo.png'), fullPage: true });
  await tab.locator('input[value=consent]').check();
  await press(tab, 'form[action$="/withdraw"] button');
  report(await tab.locator('img.photo').count() === 0, 'photo: consent withdrawn, the card has none');
  await tab.waitForTimeout(650);
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
  report(await tab.locator('.done[role=status]').count() === 1, 'photo: one Enter on the card still certifies');
  await context.close();
}
