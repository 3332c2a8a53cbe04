// A lesson of the training (C30) from the band at the top to "all done", by keyboard alone: nothing is clicked or focused by the test.
import { join } from 'node:path';
import { axeOf, overflow, report, typeNumber } from './checks.mjs';

// Tab until the element has the focus, as a person does; the number of times, or -1 when it is never reached.
async function tabTo(tab, selector) {
  for (let n = 1; n <= 120; n++) {
    await tab.keyboard.press('Tab');
    if (await tab.evaluate((s) => document.activeElement.matches(s), selector)) return n;
  }
  return -1;
}

async function go(tab, selector) {
  if (await tabTo(tab, selector) < 0) { report(false, `lesson: ${selector} is reached by Tab`); return false; }
  await Promise.all([tab.waitForNavigation({ waitUntil: 'domcontentloaded' }), tab.keyboard.press('Enter')]);
  return true;
}

export async function lesson({ browser, base, signIn, shots }) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, bypassCSP: true });
  const tab = await context.newPage();
  await signIn(tab, base, 'clerk@371002000000');
  const result = async () => (await tab.locator('#result .tag').allInnerTexts()).join(' ');
  const first = '/staff/training/2t'; // 101, written as ids are
  let on = await go(tab, 'a[href="/staff/training"]');
  on = on && await go(tab, `a[href="${first}"]`) && await go(tab, `form[action="${first}"] button`);
  const number = on ? await tab.locator('dd.num').innerText() : '';
  report(/^\d{17}[\dX]$/.test(number), 'lesson: begun by keyboard, with a person of its own');
  on = on && await go(tab, 'a[href$="look=check#result"]');
  report(on && await tab.locator('#result .tag.mid').count() > 0 && await tab.locator('#answer').count() === 0, 'lesson: checked too early it says what is not done, and no answer');
  on = on && await go(tab, 'a.button[href="/staff/counter"]');
  if (!on) return context.close();
  await typeNumber(tab, number);
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
  await tab.waitForSelector('form button:focus');
  await tab.waitForTimeout(650); // a person looks at the card
  await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
  on = await go(tab, 'a[href="/staff/training"]') && await go(tab, `a[href="${first}"]`) && await go(tab, 'a[href$="look=check#result"]');
  const tags = on ? await tab.locator('#result .tag').count() : 0;
  report(tags > 0 && await tab.locator('#result .tag.good').count() === tags, 'lesson: done at the counter, all of it is right', on ? await result() : '');
  report(on && await tab.locator('#answer').count() === 1, 'lesson: and now it tells the reason and the article');
  const violations = await axeOf(tab);
  report(!violations, 'lesson done: axe', violations);
  report((await overflow(tab)) <= 0, 'lesson done: fits its width');
  if (shots) await tab.screenshot({ path: join(shots, 'live-lesson-done.png'), fullPage: true });
  on = on && await tabTo(tab, '#sure') > 0;
  await tab.keyboard.press('Space');
  on = on && await go(tab, `form[action="${first}/reset"] button`);
  report(on && await tab.locator('.done[role=status]').count() === 1 && await tab.locator('dd.num').count() === 0, 'lesson: put back by keyboard, it is not begun');
  return context.close();
}
