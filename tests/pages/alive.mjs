// Somebody whom a report calls dead (C9): undone from the person file (K4) by keyboard, without scripts; the card is next.
import { join } from 'node:path';
import { axeOf, overflow, pressedTooSoon, report } from './checks.mjs';

export async function alive({ browser, base, numbers, signIn, shots }) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, javaScriptEnabled: false });
  const tab = await context.newPage();
  await signIn(tab, base, 'clerk@371002000000');
  let file = '';
  const find = async (number) => {
    await tab.goto(`${base}/staff/find`);
    await tab.waitForSelector('#query:focus');
    await tab.keyboard.type(number);
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('test');
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
    file = new URL(await tab.locator('a[href^="/staff/person/"]').first().getAttribute('href'), base).href;
  };
  const form = 'form[action="/staff/counter/alive"]';
  const enter = async () => { await tab.locator(`${form} button`).focus(); await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]); };
  const stopped = await pressedTooSoon(async (i) => {
    await find(numbers[i]);
    const asked = performance.now();
    await tab.goto(file);
    await enter();
    return { asked, stopped: await tab.locator('.errors').count() === 1 && await tab.locator(form).count() === 1 };
  });
  report(stopped, 'false death: a second Enter within 600 ms undoes nothing');
  await tab.goto(file);
  report(await tab.locator(form).count() === 1, 'false death: the file has the button');
  if (shots) await tab.screenshot({ path: join(shots, 'live-person-dead.png'), fullPage: true });
  await tab.waitForTimeout(650);
  await enter();
  report(await tab.locator('.done[role=status]').count() === 1 && await tab.locator(form).count() === 0, 'false death: undone from the file in one action, the card is next');
  const button = tab.locator('form[action="/staff/counter/confirm"] button');
  report(await button.count() === 1, 'false death: and can be certified at once');
  const looking = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, bypassCSP: true, storageState: await context.storageState() }); // axe is a script
  const look = await looking.newPage();
  await look.goto(tab.url());
  const violations = await axeOf(look);
  report(!violations && await look.locator('.done[role=status]').count() === 1, 'false death undone: axe', violations);
  report((await overflow(look)) <= 0, 'false death undone: fits its width');
  if (shots) await look.screenshot({ path: join(shots, 'live-card-alive.png'), fullPage: true });
  await looking.close();
  await tab.goto(file);
  report(await tab.locator(form).count() === 0, 'false death: the file has nothing left to undo');
  await context.close();
}
