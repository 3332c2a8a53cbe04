// Renews docs/shots: small pictures of the pages that a newcomer should see.
//   node shots.mjs GALLERY OUTDIR
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const [gallery, out] = process.argv.slice(2);
const WANTED = [ // page, state, look, width
  ['front', 'filled', 'normal', 360], ['front', 'filled', 'elder', 360], ['front', 'filled', 'normal', 1366], ['front', 'filled', 'contrast', 1366],
  ['help', 'filled', 'elder', 360], ['sign_in', 'empty', 'normal', 1366], ['counter', 'filled', 'normal', 1366], ['counter', 'suspended', 'normal', 1366],
  ['counter', 'receipt', 'normal', 1366], ['counter', 'error', 'normal', 1366], ['counter', 'filled', 'elder', 1366], ['find', 'filled', 'normal', 1366],
  ['person', 'filled', 'normal', 1366], ['today', 'undo', 'normal', 1366], ['suspension', 'filled', 'normal', 1366], ['matter', 'release', 'normal', 1366],
  ['letter', 'filled', 'normal', 1366], ['users', 'filled', 'normal', 1366], ['set_up_bind', 'filled', 'normal', 1366], ['law_article', 'filled', 'normal', 1366], ['design', 'filled', 'normal', 1366],
  ['import', 'filled', 'normal', 1366], ['upload', 'held', 'normal', 1366], ['upload', 'broken', 'normal', 1366], ['feed', 'held', 'normal', 1366],
  ['sources', 'filled', 'normal', 1366], ['matter', 'sides', 'normal', 1366], ['matter', 'sides', 'elder', 360],
  ['counter', 'photo', 'normal', 1366], ['photo', 'filled', 'normal', 1366], ['training', 'filled', 'normal', 1366], ['lesson', 'filled', 'normal', 1366],
  ['lesson', 'filled', 'elder', 360], ['matter_new', 'nobody', 'normal', 1366], ['deadline', 'filled', 'normal', 1366], ['batch', 'filled', 'normal', 1366],
];

mkdirSync(out, { recursive: true });
const child = spawn(gallery, [join(here, 'gallery.txt'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const port = await new Promise((resolve) => child.stdout.once('data', (d) => resolve(Number(/on (\d+)/.exec(d)[1]))));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
for (const [page, state, look, width] of WANTED) {
  const context = await browser.newContext({ viewport: { width, height: 700 }, deviceScaleFactor: width < 500 ? 0.8 : 0.6, locale: 'zh-CN' });
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${port}/gallery/${page}?state=${state}&look=${look}`);
  await tab.screenshot({ path: join(out, `${page}-${state}-${look}-${width}.png`), fullPage: true });
  await context.close();
}
await browser.close();
child.kill('SIGTERM');
