// What both page tests share: the browser, axe, overflow, ok / not ok lines.
import { chromium } from 'playwright-core';
import Axe from '@axe-core/playwright';

const AxeBuilder = Axe.default ?? Axe;
export const counts = { passed: 0, failed: 0 };

export function report(good, name, detail = '') {
  if (good) counts.passed++; else counts.failed++;
  const n = counts.passed + counts.failed;
  console.log(good ? `ok ${n} - ${name}` : `not ok ${n} - ${name}${detail ? `\n  ${detail.replaceAll('\n', '\n  ')}` : ''}`);
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });

// The counter's field has the focus when the page is ready; keys that come before it are lost.
export async function typeNumber(tab, number) {
  await tab.waitForSelector('#number:focus');
  await tab.keyboard.type(number);
}

export const PRESSES = 5; // as many people `pressedTooSoon` may need

// A second Enter that comes within 600 ms, as readers send it. `press` does it with the next person or time and returns whether nothing
// was done; what a slow machine takes longer over tests nothing and is done again. `press` says when its page was asked for.
export async function pressedTooSoon(press) {
  for (let i = 0; i < PRESSES; i++) {
    const { asked, stopped } = await press(i);
    if (stopped || performance.now() - asked < 600) return stopped;
  }
  return false;
}

// Horizontal overflow of the page itself (a labelled scroll region around a data table is allowed by WCAG 1.4.10).
export const overflow = (tab) => tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function axeOf(tab) {
  const tags = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const result = await new AxeBuilder({ page: tab }).withTags(tags).options({ rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } }).analyze();
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`).join('\n');
}
