// The site itself, against a server of its own: a day at the counter by keyboard alone, a suspension decided by one and released by another,
// every page of a role with axe. Prints ok / not ok lines.
//   node live.mjs PROGRAM [--shots DIR]
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeOf, counts, launch, overflow, PRESSES, pressedTooSoon, report, typeNumber } from './checks.mjs';
import { alive } from './alive.mjs';
import { feeds } from './feeds.mjs';
import { lesson } from './lesson.mjs';
import { photos } from './photos.mjs';

const args = process.argv.slice(2);
const program = args[0];
const shots = args.includes('--shots') ? args[args.indexOf('--shots') + 1] : null;
const HUANCUI = '371002000000';
const CITY = '371000000000';
const TOWN = '371002001000';
const PEOPLE = 10;
const MACHINE_MS = 300;

if (!program) { console.error('usage: node live.mjs PROGRAM [--shots DIR]'); process.exit(2); }
if (shots) mkdirSync(shots, { recursive: true });

const folder = mkdtempSync(join(tmpdir(), 'jianzai-live-'));
const db = `sqlite:${folder}/jianzai.db`;
const run = (...a) => execFileSync(program, [...a, '--db', db], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

const today = (plus) => new Date(Date.now() + 8 * 3600e3 + plus * 86400e3).toISOString().slice(0, 10);

// A made-up city that began ten days ago, so that the night has proposals to show.
function prepare() {
  const begun = today(-10);
  run('init', '--training', '--demo-staff', '--date', begun);
  run('demo', '--people', '5000', '--seed', '1', '--date', begun);
  run('day');
  const month = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 7);
  const rows = run('payroll', 'show', month).split('\n').slice(1).map((l) => l.split(',').slice(1, 3)).filter(([n]) => /^\d{17}[\dX]$/.test(n ?? ''));
  return rows.filter(([n], i) => rows.findIndex(([m]) => m === n) === i);
}

function serve() {
  const child = spawn(program, ['serve', '--port', '0', '--db', db], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.log = '';
  child.stderr.on('data', (d) => { child.log += d; });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${child.log}`)));
    child.stdout.once('data', (line) => resolve({ child, base: /http=(\S+)\//.exec(line)[1] }));
  });
}

async function signIn(tab, base, user) {
  await tab.goto(`${base}/staff/sign-in`);
  const code = /\d{6}/.exec(await tab.locator('.note.warn').innerText())[0];
  await tab.locator('#user').focus();
  await tab.keyboard.type(user);
  await tab.keyboard.press('Tab');
  await tab.keyboard.type('jianzai-demo');
  await tab.keyboard.press('Tab');
  await tab.keyboard.type(code);
  await Promise.all([tab.waitForURL(/\/staff\/(counter|suspension|users)/), tab.keyboard.press('Enter')]);
}

// Enter, and how long the machine took until the next page could be used.
async function enter(tab) {
  const started = performance.now();
  await Promise.all([tab.waitForNavigation({ waitUntil: 'domcontentloaded' }), tab.keyboard.press('Enter')]);
  return performance.now() - started;
}

async function counterDay(browser, base, numbers, scripts) {
  const name = scripts ? 'counter' : 'counter without scripts';
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, javaScriptEnabled: scripts });
  const tab = await context.newPage();
  const urls = [];
  tab.on('framenavigated', (f) => urls.push(f.url()));
  await signIn(tab, base, `clerk@${TOWN}`);
  const took = [];
  let done = 0;
  for (const number of numbers) {
    await typeNumber(tab, number);
    let machine = await enter(tab);
    await tab.waitForSelector('form button:focus');
    if (shots && scripts && number === numbers[0]) await tab.screenshot({ path: join(shots, 'live-card.png'), fullPage: true });
    await tab.waitForTimeout(650); // a person looks at the card
    machine += await enter(tab);
    if (shots && scripts && number === numbers[0]) await tab.screenshot({ path: join(shots, 'live-receipt.png'), fullPage: true });
    if (await tab.locator('.done[role=status]').count()) done++;
    took.push(machine);
  }
  report(done === numbers.length, `${name}: ${numbers.length} people with two Enters each, the field focused again`, `${done} receipts`);
  took.sort((a, b) => a - b);
  const [second, slowest] = took.slice(-2); // one stall of the machine is not the program's
  report(second <= MACHINE_MS, `${name}: the machine takes ${Math.round(second)} ms of ${MACHINE_MS} for all but one, ${Math.round(slowest)} ms for that one`);
  const told = urls.find((u) => /(?<![\da-z])\d{17}[\dX](?![\da-z])/i.test(u)); // a mark in hex may have as many digits in a row
  report(!told, `${name}: no full number in an address`, told);
  // The reader that sends two Enters: the second falls on the card within 600 ms.
  await typeNumber(tab, numbers[0].slice(0, 17) + numbers[0].slice(17).toLowerCase());
  await enter(tab);
  const before = await tab.locator('.done').count();
  report(before === 1, `${name}: the same person again is told so and cannot be confirmed twice`);
  await context.close();
}

async function tooSoon(browser, base, numbers) {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const tab = await context.newPage();
  await signIn(tab, base, `clerk@${TOWN}`);
  const stopped = await pressedTooSoon(async (i) => {
    await tab.goto(`${base}/staff/counter`);
    await typeNumber(tab, numbers[i]);
    const asked = performance.now();
    await enter(tab);
    await tab.waitForSelector('form button:focus');
    await enter(tab);
    return { asked, stopped: await tab.locator('.errors').count() === 1 && await tab.locator('.done[role=status]').count() === 0 };
  });
  report(stopped, 'counter: a second Enter within 600 ms confirms nothing');
  await context.close();
}

async function decideAndRelease(browser, base) {
  const states = [];
  for (const [user, from, events] of [[`clerk@${HUANCUI}`, 'proposed', ['compare', 'contact', 'entrust', 'decide']], [`reviewer@${HUANCUI}`, 'decided', ['release']]]) {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 } });
    const tab = await context.newPage();
    await signIn(tab, base, user);
    for (const event of events) {
      await tab.goto(`${base}/staff/suspension?state=${from}`);
      await tab.locator('input[name=id]').first().check();
      await tab.locator('#reason').fill(`test ${event}`);
      await tab.locator(`button[value=${event}]`).click();
      if (await tab.locator('form[action="/staff/step-up"]').count()) {
        if (shots) await tab.screenshot({ path: join(shots, 'live-step-up.png'), fullPage: true });
        report(!(await axeOf(tab)), `step-up (${user}): axe`, await axeOf(tab));
        const code = /\d{6}/.exec(await tab.locator('.note.warn').innerText())[0];
        await tab.locator('#code').fill(code);
        await tab.locator('main button').click();
      }
      states.push(await tab.locator('.errors').count() ? `${event}: ${await tab.locator('.errors').innerText()}` : 'ok');
    }
    await context.close();
  }
  report(states.every((s) => s === 'ok'), 'suspension: file, decision by one, release by another, one more code each', states.join('\n'));
}

async function look(tab, path, name) {
  const answer = await tab.goto(path);
  const violations = await axeOf(tab);
  report(answer.status() < 400, `${name}: answers ${answer.status()}`);
  report(!violations, `${name}: axe`, violations);
  report((await overflow(tab)) <= 0, `${name}: fits its width`);
  if (shots) await tab.screenshot({ path: join(shots, `live-${name.replaceAll(/[^a-z0-9-]+/g, '-')}.png`), fullPage: true });
}

async function walk(browser, base, lookName, width) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width, height: width < 500 ? 760 : 860 }, bypassCSP: true });
  const tab = await context.newPage();
  if (lookName !== 'normal') await tab.goto(`${base}/look?${lookName === 'elder' ? 'size=elder' : 'contrast=on'}`);
  const at = `${lookName} ${width}`;
  for (const path of ['/', '/help?q=%E5%A8%81%E6%B5%B7', '/accessibility', '/privacy', '/staff/sign-in']) await look(tab, base + path, `${path.replace(/\?.*/, '').slice(1) || 'front'} ${at}`);
  await signIn(tab, base, `manager@${HUANCUI}`);
  for (const page of ['counter', 'find', 'today', 'suspension', 'reinstatement', 'check', 'sources', 'import']) await look(tab, `${base}/staff/${page}`, `${page} ${at}`);
  await tab.goto(`${base}/staff/suspension?state=`);
  const matter = await tab.locator('a[href^="/staff/matter/"]').first().getAttribute('href');
  await look(tab, base + matter, `matter ${at}`);
  const person = await tab.locator('a[href^="/staff/person/"]').first().getAttribute('href');
  await look(tab, base + person, `person ${at}`);
  await look(tab, `${base}${person}/open`, `open a matter ${at}`);
  await look(tab, `${base}${person}/open?kind=abroad_paper`, `open a paper from abroad ${at}`);
  await look(tab, `${base}${person}/reads`, `reads ${at}`);
  await look(tab, `${base}${person}/photo`, `photo ${at}`);
  await look(tab, `${base}/staff/law/deadline`, `deadline ${at}`);
  await tab.locator('#clock').selectOption('suspend.days');
  await tab.locator('#start').fill('2024-09-30');
  await Promise.all([tab.waitForURL(/clock=/), tab.locator('#start').press('Enter')]);
  report((await tab.locator('[role=status] h2').innerText()).includes('2024年10月10日'), `deadline ${at}: three working days over the national holiday`);
  await look(tab, tab.url(), `deadline counted ${at}`);
  await look(tab, `${base}/staff/letters?kind=suspension&state=released`, `letters ${at}`);
  await signIn(tab, base, `manager@${CITY}`);
  await look(tab, `${base}/staff/law/change`, `parameters ${at}`);
  await tab.locator('#key').selectOption('cycle.months');
  await tab.locator('#value').fill('6');
  await tab.locator('#from').fill('2099-01-01');
  await tab.locator('#citation').fill('2099-1 test');
  await tab.locator('#reason').fill(`test ${at}`);
  await Promise.all([tab.waitForURL(/law\/change\/\w/), tab.locator('form[action="/staff/law/change"] button').click()]);
  await look(tab, tab.url(), `parameter change ${at}`);
  await signIn(tab, base, 'secadmin');
  await look(tab, `${base}/staff/users?q=371002000000`, `users ${at}`);
  for (const [path, name] of [['', 'the city'], ['?code=371002000000', 'a district'], ['?code=371002001000', 'a town'], ['?q=37', 'found']]) await look(tab, `${base}/staff/agencies${path}`, `agencies, ${name} ${at}`);
  await context.close();
}

const certifications = (number) => JSON.parse(run('person', 'show', number, '--as', `clerk@${TOWN}`, '--purpose', 'test', '--json')).certifications.length;

function hasPhoto(number) {
  try { run('photo', 'show', number, '--as', `clerk@${TOWN}`, '--purpose', 'test'); } catch { return false; }
  return true;
}

// Back from the receipt and Enter again: nothing happens twice.
async function backButton(browser, base, number) {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const tab = await context.newPage();
  await signIn(tab, base, `clerk@${TOWN}`);
  const before = certifications(number);
  await typeNumber(tab, number);
  await enter(tab);
  await tab.waitForSelector('form button:focus');
  await tab.waitForTimeout(650);
  await enter(tab);
  const once = certifications(number);
  report(once === before + 1, 'back button: certified once', `${before} then ${once}`);
  await tab.reload();
  await tab.goBack();
  await tab.waitForTimeout(650);
  const button = tab.locator('form[action="/staff/counter/confirm"] button');
  if (await button.count()) await Promise.all([tab.waitForNavigation(), button.first().click()]);
  const twice = certifications(number);
  report(twice === once, 'back button: the card again, confirmed again, certifies nobody twice', `${once} then ${twice}`);
  report(await tab.locator('h1').count() === 1 && !/HTTP|ERR_/.test(await tab.locator('body').innerText()), 'back button: a page that says what is the case');
  await context.close();
}

// Paper is A4 with margins of 24 mm: 162 mm of text are 612 px.
async function printed(browser, base) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 612, height: 860 } });
  const tab = await context.newPage();
  await signIn(tab, base, `manager@${HUANCUI}`);
  await tab.emulateMedia({ media: 'print' });
  for (const path of ['/staff/letters?kind=suspension&state=released', '/staff/suspension?state=']) {
    await tab.goto(base + path);
    const name = `printed ${path.split(/[/?]/)[2]}`;
    const seen = await tab.locator('header:visible, nav:visible, footer:visible, .skip:visible, button:visible').evaluateAll((all) => all.map((e) => e.outerHTML.slice(0, 60)).join('\n'));
    report(!seen, `${name}: no navigation, nothing to press`, seen);
    const beyond = await tab.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 60)).slice(0, 3).join('\n'));
    report((await overflow(tab)) <= 0 && !beyond, `${name}: fits the width of A4`, beyond);
    report((await tab.locator('main').innerText()).length > 40, `${name}: the content is there`);
    if (shots) await tab.screenshot({ path: join(shots, `live-${name.replace(' ', '-')}.png`), fullPage: true });
  }
  await context.close();
}

// The session ends while somebody types: what was typed comes back after signing in.
async function expired(browser, base) {
  const [one, two] = [await browser.newContext({ locale: 'zh-CN' }), await browser.newContext({ locale: 'zh-CN' })];
  const tab = await one.newPage();
  await signIn(tab, base, `clerk@${HUANCUI}`);
  await tab.goto(`${base}/staff/find`);
  await tab.locator('#query').fill('\u738b');
  await tab.locator('#purpose').fill('\u201c1\u201d & <2>');
  await signIn(await two.newPage(), base, `clerk@${HUANCUI}`); // ends the session of the first
  await tab.locator('#query').focus();
  await enter(tab);
  report(await tab.locator('#password').count() === 1 && await tab.locator('.errors').count() === 1, 'expired: asked to sign in, and told that nothing is lost');
  const violations = await axeOf(tab);
  report(!violations, 'expired: axe', violations);
  await tab.locator('#user').fill(`clerk@${HUANCUI}`);
  await tab.locator('#password').fill('jianzai-demo');
  await tab.locator('#code').fill(/\d{6}/.exec(await tab.locator('.note.warn').innerText())[0]);
  await enter(tab);
  report(await tab.locator('#query').inputValue() === '\u738b' && await tab.locator('#purpose').inputValue() === '\u201c1\u201d & <2>', 'expired: what was typed is there again after signing in');
  report(await tab.locator('tbody tr').count() === 0, 'expired: nothing was done with it before it is sent again');
  await tab.locator('#query').focus();
  await enter(tab);
  report(await tab.locator('tbody tr').count() > 0, 'expired: sent again it is done');
  await one.close();
  await two.close();
}

async function find(browser, base) {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const tab = await context.newPage();
  await signIn(tab, base, `manager@${HUANCUI}`);
  await tab.goto(`${base}/staff/find`);
  await tab.waitForSelector('#query:focus');
  await tab.keyboard.type('\u738b');
  await enter(tab);
  report(await tab.locator('tbody tr').count() > 0, 'find: by a surname, in the own jurisdiction');
  report(!/\d{17}[\dX]/.test(await tab.locator('body').innerText()), 'find: no full number');
  const violations = await axeOf(tab);
  report(!violations, 'find filled: axe', violations);
  if (shots) await tab.screenshot({ path: join(shots, 'live-find-filled.png'), fullPage: true });
  await context.close();
}

async function main() {
  const people = prepare(), numbers = people.map(([n]) => n);
  const hasty = numbers.slice(2 * PEOPLE, 2 * PEOPLE + PRESSES), others = numbers.slice(2 * PEOPLE + PRESSES);
  const dead = others.slice(41, 41 + PRESSES);
  for (const number of dead) run('report-loss', number, '--event', '死亡', '--on', today(-2), '--reporter-lives', 'in', '--as', `clerk@${HUANCUI}`, '--purpose', 'test');
  const began = performance.now();
  const { child, base } = await serve();
  await (await fetch(`${base}/`)).text();
  const first = performance.now() - began;
  report(first < 1000, `start to first page in ${Math.round(first)} ms of 1000`);
  const browser = await launch();
  await counterDay(browser, base, numbers.slice(0, PEOPLE), true);
  await counterDay(browser, base, numbers.slice(PEOPLE, 2 * PEOPLE), false);
  await tooSoon(browser, base, hasty);
  await decideAndRelease(browser, base);
  await find(browser, base);
  await backButton(browser, base, others[0]);
  const bare = others.slice(1).find((n) => !hasPhoto(n));
  await photos({ browser, base, number: bare, signIn, shots });
  await alive({ browser, base, numbers: dead, signIn, shots });
  await lesson({ browser, base, signIn, shots });
  await printed(browser, base);
  await expired(browser, base);
  await feeds({ browser, base, people: people.slice(-60), signIn, shots });
  for (const [lookName, width] of [['normal', 1366], ['elder', 360], ['contrast', 1366], ['normal', 360]]) await walk(browser, base, lookName, width);
  await browser.close();
  report(!/\d{17}[\dX]/i.test(child.log), 'no full number in the log');
  child.removeAllListeners('exit');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  report(await ended === 0, 'the server drains and ends with 0');
  const held = run('check');
  report(!/broken/.test(held), 'the store holds together afterwards');
  rmSync(folder, { recursive: true, force: true });
  console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
  process.exit(counts.failed ? 1 : 0);
}

await main();
