// Every page as people meet it: axe (AAA included), reflow, keyboard, no scripts, bytes. Prints ok / not ok lines.
//   node run.mjs GALLERY [--full] [--shots DIR] [--only NAME]
// Default: each page once at 1366 px and in elder mode at 360 px, in its first state. --full: every page, look, width and state.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { axeOf, counts, launch, overflow, report } from './checks.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const flag = (name) => args.includes(name);
const value = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : null);
const gallery = args[0];
const full = flag('--full');
const shots = value('--shots');
const only = value('--only');
const LOOKS = ['normal', 'elder', 'contrast'];
const WIDTHS = [360, 1366];
const BUDGET = { public: 8192, staff: 25600 };

function start() {
  const child = spawn(gallery, [join(here, 'gallery.txt'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`gallery ended with ${code}`)));
    child.stdout.once('data', (line) => resolve({ child, port: Number(/on (\d+)/.exec(line)[1]) }));
  });
}

const url = (base, page, state, look) => `${base}/gallery/${page.name}?state=${state}${look === 'normal' ? '' : `&look=${look}`}`;

// Controls that Tab must reach, and that each shows its focus.
async function keyboard(tab) {
  const wanted = await tab.evaluate(() => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')]
    .filter((e) => e.checkVisibility && e.checkVisibility() && e.tabIndex >= 0 && !e.disabled).length);
  await tab.evaluate(() => { document.activeElement?.blur(); window.seen = new Set(); window.dull = []; document.getSelection()?.removeAllRanges(); });
  await tab.locator('body').evaluate((b) => { b.tabIndex = -1; b.focus(); b.removeAttribute('tabindex'); });
  for (let i = 0; i < wanted + 30; i++) {
    await tab.keyboard.press('Tab');
    await tab.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body || window.seen.has(e)) return;
      window.seen.add(e);
      if (parseFloat(getComputedStyle(e).outlineWidth) < 2) window.dull.push(e.outerHTML.slice(0, 80));
    });
  }
  return tab.evaluate((n) => {
    const missed = [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')]
      .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !window.seen.has(e) && !(e.type === 'radio' && !e.checked))
      .map((e) => `not reached: ${e.outerHTML.slice(0, 80)}`);
    return [...missed, ...window.dull.map((d) => `focus not shown: ${d}`)].join('\n') + (n === 0 ? 'nothing to reach' : '');
  }, wanted);
}

// Elder mode: text of 24 px and more, targets of 60 px, one column.
const elderRules = (tab) => tab.evaluate(() => {
  const wrong = [];
  for (const e of document.querySelectorAll('p,li,span,b,a,label,dt,dd,button,input,small')) {
    if (!e.checkVisibility()) continue;
    if (parseFloat(getComputedStyle(e).fontSize) < 24) wrong.push(`small text: ${e.outerHTML.slice(0, 70)}`);
  }
  for (const e of document.querySelectorAll('main .tasks a,main button,main .button,main input:not([type=hidden]):not([type=checkbox]):not([type=radio]),main select,header a,footer a')) {
    if (!e.checkVisibility() || e.closest('p,td')?.tagName === 'TD') continue;
    if (e.getBoundingClientRect().height < 59.5) wrong.push(`small target ${e.getBoundingClientRect().height}: ${e.outerHTML.slice(0, 70)}`);
  }
  return wrong.slice(0, 5).join('\n');
});

async function inspect(browser, base, page, state, look, width) {
  const name = `${page.name} ${state} ${look} ${width}`;
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 760 : 860 }, locale: 'zh-CN', bypassCSP: true });
  const tab = await context.newPage();
  await tab.goto(url(base, page, state, look));
  if (shots) await tab.screenshot({ path: join(shots, `${page.name}-${state}-${look}-${width}.png`), fullPage: true });
  const violations = await axeOf(tab);
  report(!violations, `${name}: axe`, violations);
  report((await overflow(tab)) <= 0, `${name}: fits its width`, `${await overflow(tab)} px too wide`);
  if (look === 'elder' && page.kind === 'public') {
    const wrong = await elderRules(tab);
    report(!wrong, `${name}: large text and targets`, wrong);
  }
  if (width === 1366 && look === 'normal') {
    const missed = await keyboard(tab);
    report(!missed, `${name}: keyboard reaches everything and shows where it is`, missed);
    for (const zoom of [2, 4]) { // zooming a 1280 px window is laying out in 1280/zoom css pixels
      await tab.setViewportSize({ width: 1280 / zoom, height: 800 / zoom });
      report((await overflow(tab)) <= 0, `${name}: zoom ${zoom * 100} % fits`, `${await overflow(tab)} px too wide`);
    }
  }
  await context.close();
}

// The real policy, scripts on and off: nothing refused by the policy, same forms and links, and the bytes of a first visit.
async function plain(browser, base, page, state) {
  const seen = {};
  for (const scripts of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled: scripts, locale: 'zh-CN' });
    const tab = await context.newPage();
    const complaints = [];
    tab.on('console', (m) => { if (m.type() === 'error') complaints.push(m.text()); });
    tab.on('pageerror', (e) => complaints.push(String(e)));
    const session = await context.newCDPSession(tab);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
    await tab.goto(url(base, page, state, 'normal'), { waitUntil: 'networkidle' });
    seen[scripts] = await tab.locator('form,a[href],main h1').count();
    if (scripts) {
      report(complaints.length === 0, `${page.name} ${state}: nothing refused by the policy`, complaints.join('\n'));
      report(bytes <= BUDGET[page.kind], `${page.name} ${state}: ${bytes} bytes on the wire of ${BUDGET[page.kind]}`);
      const text = await tab.locator('body').innerText();
      report(page.kind === 'staff' || !/\d{17}[\dX]/.test(text), `${page.name} ${state}: no full number`);
    }
    await context.close();
  }
  report(seen[true] === seen[false] && seen[false] > 3, `${page.name} ${state}: complete without scripts`, JSON.stringify(seen));
}

async function main() {
  if (!gallery) { console.error('usage: node run.mjs GALLERY [--full] [--shots DIR] [--only NAME]'); process.exit(2); }
  if (shots) mkdirSync(shots, { recursive: true });
  const { child, port } = await start();
  const base = `http://127.0.0.1:${port}`;
  const lines = (await (await fetch(`${base}/gallery/`)).text()).trim().split('\n');
  const pages = lines.map((line) => { const [name, kind, ...states] = line.split(' '); return { name, kind, states }; }).filter((p) => !only || p.name === only);
  const browser = await launch();
  const runs = full ? LOOKS.flatMap((l) => WIDTHS.map((w) => [l, w])) : [['normal', 1366], ['elder', 360]];
  const work = pages.flatMap((page) => (full ? page.states : page.states.slice(0, 1)).flatMap((state) => [
    ...runs.map(([look, width]) => () => inspect(browser, base, page, state, look, width)),
    () => plain(browser, base, page, state),
  ]));
  // Each in a context of its own, several at a time: 209 checks in 109 s instead of 139 on two processors.
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, async () => { while (work.length) await work.shift()(); }));
  await browser.close();
  child.removeAllListeners('exit');
  child.kill('SIGTERM');
  console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
  process.exit(counts.failed ? 1 : 0);
}

await main();
