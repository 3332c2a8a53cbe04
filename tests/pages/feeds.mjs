// The pages of feeds on a live site: an upload from the choice of a file to its result, hostile files, a held feed let through by two
// managers in three stages and taken back. live.mjs calls it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeOf, overflow, report } from './checks.mjs';

const HEAD = '社会保障号码,姓名,事件,事件日期,来源,科室\n';

async function check(tab, name, shots) {
  const violations = await axeOf(tab);
  report(!violations, `${name}: axe`, violations);
  report((await overflow(tab)) <= 0, `${name}: fits its width`);
  report(!/\d{17}[\dX]/.test(await tab.locator('body').innerText()), `${name}: no full number`);
  if (shots) await tab.screenshot({ path: join(shots, `live-${name.replaceAll(/[^a-z0-9-]+/g, '-')}.png`), fullPage: true });
}

async function upload(tab, base, path, source) {
  await tab.goto(`${base}/staff/import`);
  if (source) await tab.locator('#source').selectOption(source);
  else await tab.locator('input[value=roster]').check();
  await tab.locator('#file').setInputFiles(path);
  await Promise.all([tab.waitForNavigation(), tab.locator('form[enctype] button').click()]);
}

// Press, and follow the page as it refreshes itself until the work is done.
async function press(tab, event) {
  await Promise.all([tab.waitForNavigation(), tab.locator(`button[value=${event}]`).click()]);
  for (let i = 0; i < 60 && await tab.locator('[role=status] >> text=每两秒').count(); i++) await tab.waitForTimeout(500);
}

async function code(tab) {
  if (!(await tab.locator('form[action="/staff/step-up"]').count())) return;
  await tab.locator('#code').fill(/\d{6}/.exec(await tab.locator('.note.warn').innerText())[0]);
  await Promise.all([tab.waitForNavigation(), tab.locator('main button').click()]);
}

async function importDay(site, scripts) {
  const { browser, base, people, signIn, shots, folder } = site;
  const name = scripts ? 'import' : 'import without scripts';
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, javaScriptEnabled: scripts, bypassCSP: true });
  const tab = await context.newPage();
  await signIn(tab, base, 'clerk@371002000000');
  const own = people.slice(scripts ? 0 : 20, scripts ? 20 : 40);
  const path = join(folder, `${scripts ? 'a' : 'b'}.csv`);
  const day = new Date(Date.now() + 8 * 3600e3 - 86400e3).toISOString().slice(0, 10);
  writeFileSync(path, HEAD + own.map(([n, who]) => `${n},${who},住院,${day},医院,=1+1\n`).join('') + '123,张三,住院,2024-01-01,医院,=1+1\n');
  await upload(tab, base, path, 'hospital');
  report(await tab.locator('tbody tr').count() === 5, `${name}: five rows to look at`);
  report((await tab.locator('thead').innerText()).includes('不认识'), `${name}: the column that means nothing here is shown`);
  if (scripts) await check(tab, 'import look 1366', shots);
  await press(tab, 'charset');
  await press(tab, 'try');
  await tab.waitForSelector('button[value=run]', { timeout: 30000 });
  const difference = await tab.locator('.note h2').first().innerText();
  report(/将认证 \d+ 人，拦下 0 人/.test(difference), `${name}: the trial tells the difference`, difference);
  report(await tab.locator('text=下载错误清单').count() === 1, `${name}: the bad row is told`);
  if (scripts) await check(tab, 'import tried 1366', shots);
  const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('text=下载错误清单').click()]);
  const text = execFileSync('cat', [await download.path()], { encoding: 'utf8' });
  report(text.startsWith('\uFEFF社会保障号码,') && text.includes('行号,错误原因') && text.includes('=1+1') && !/(^|,)[=+@-]/m.test(text), `${name}: error file in the same columns, nothing in it is a formula`, text);
  await press(tab, 'run');
  await tab.waitForSelector('.done', { timeout: 30000 });
  if (scripts) await check(tab, 'import done 1366', shots);
  await context.close();
}

async function hostile(site) {
  const { browser, base, signIn, folder } = site;
  const context = await browser.newContext({ locale: 'zh-CN' });
  const tab = await context.newPage();
  await signIn(tab, base, 'clerk@371002000000');
  const bomb = join(folder, 'bomb.xlsx');
  execFileSync('python3', ['-c', `
import zipfile,sys
z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)
z.writestr('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
z.writestr('xl/workbook.xml', '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>')
z.writestr('xl/worksheets/sheet1.xml', '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + '<row><c><v>1</v></c></row>' * 12000000 + '</sheetData></worksheet>')
`, bomb]);
  const files = { 'picture.csv': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'empty.csv': Buffer.alloc(0), 'old.xls': Buffer.from('d0cf11e0a1b11ae10000', 'hex') };
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
  for (const file of [...Object.keys(files), 'bomb.xlsx']) {
    await upload(tab, base, join(folder, file), 'hospital');
    const told = await tab.locator('.errors').first().innerText();
    report(/[\u4e00-\u9fff]/.test(told) && !told.includes(folder) && await tab.locator('button[value=run]').count() === 0, `hostile upload ${file}: refused in words`, told);
  }
  const big = await fetch(`${base}/staff/import`, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x', cookie: (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ') }, body: new ReadableStream({ pull(c) { this.n = (this.n ?? 0) + 1; if (this.n > 9000) c.close(); else c.enqueue(new Uint8Array(262144)); } }), duplex: 'half' }).then((r) => r.status, () => 'cut');
  report(big === 413 || big === 411 || big === 400 || big === 'cut', 'hostile upload of 2 GB: refused', String(big));
  const nobody = await fetch(`${base}/staff/import`, { method: 'POST', body: new FormData() }).then((r) => r.status, () => 'cut');
  report(nobody === 403, 'upload without a session: refused before it is read', String(nobody));
  await context.close();
}

async function heldFeed(site) {
  const { browser, base, people, signIn, shots, folder } = site;
  const managers = ['manager@371002000000', 'manager@371000000000'];
  const day = new Date(Date.now() + 8 * 3600e3 - 2 * 86400e3).toISOString().slice(0, 10);
  const path = join(folder, 'deaths.csv');
  writeFileSync(path, '社会保障号码,姓名,事件,事件日期,来源\n' + people.slice(40, 55).map(([n, who]) => `${n},${who},死亡,${day},民政\n`).join(''));
  let context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, bypassCSP: true });
  let tab = await context.newPage();
  await signIn(tab, base, 'clerk@371002000000');
  await upload(tab, base, path, 'civil');
  await press(tab, 'try');
  await tab.waitForSelector('button[value=run]', { timeout: 30000 });
  report((await tab.locator('.note.warn').innerText()).includes('将暂缓发放 15 人'), 'held feed: the trial tells that it will be held, and why');
  await check(tab, 'import will be held 1366', shots);
  await press(tab, 'run');
  await tab.waitForSelector('.done', { timeout: 30000 });
  const feed = await tab.locator('a[href^="/staff/feed/"]').getAttribute('href');
  await tab.goto(base + feed);
  report(await tab.locator('button[value=release]').count() === 0, 'held feed: its uploader sees no release');
  await context.close();
  const done = [];
  for (const who of [managers[0], managers[1], managers[1], managers[1]]) {
    context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, bypassCSP: true });
    tab = await context.newPage();
    await signIn(tab, base, who);
    await tab.goto(base + feed);
    if (done.length === 0) await check(tab, 'feed held 1366', shots);
    done.push(await tab.locator('button[value=release]').innerText());
    await press(tab, 'release');
    await code(tab);
    for (let i = 0; i < 60 && await tab.locator('text=每两秒').count(); i++) await tab.waitForTimeout(500);
    await context.close();
  }
  report(done.length === 4 && /同意放行/.test(done[0]) && /1%/.test(done[1]) && /10%/.test(done[2]) && /全部/.test(done[3]), 'held feed: two consents, then 1 %, 10 %, all', done.join(' | '));
  context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 860 }, bypassCSP: true });
  tab = await context.newPage();
  await signIn(tab, base, managers[1]);
  await tab.goto(base + feed);
  report(await tab.locator('h1 .tag.good').count() === 1, 'held feed: all of it is through');
  await check(tab, 'feed through 1366', shots);
  await tab.locator('#reason').fill('来源更正');
  await press(tab, 'reverse');
  await code(tab);
  for (let i = 0; i < 60 && !(await tab.locator('h1 .tag.bad').count()); i++) { await tab.waitForTimeout(500); await tab.goto(base + feed); }
  report(await tab.locator('h1 .tag.bad').count() === 1, 'held feed: taken back as a whole');
  await check(tab, 'feed taken back 1366', shots);
  await tab.goto(`${base}/staff/sources`);
  await check(tab, 'sources filled 1366', shots);
  await context.close();
}

export async function feeds(site) {
  const folder = mkdtempSync(join(tmpdir(), 'jianzai-feeds-'));
  const more = { ...site, folder };
  await importDay(more, true);
  await importDay(more, false);
  await hostile(more);
  await heldFeed(more);
  rmSync(folder, { recursive: true, force: true });
}
