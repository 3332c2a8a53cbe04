// Lighthouse, median of five, of the public pages named (default: front) in the gallery. Prints the four scores a page.
//   node lighthouse.mjs GALLERY [PAGE…]
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import lighthouse from 'lighthouse';

const here = dirname(fileURLToPath(import.meta.url));
const [gallery, ...named] = process.argv.slice(2);
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const child = spawn(gallery, [join(here, 'gallery.txt'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const port = await new Promise((resolve) => child.stdout.once('data', (d) => resolve(Number(/on (\d+)/.exec(d)[1]))));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--remote-debugging-port=9333', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});
let bad = 0;
for (const page of named.length ? named : ['front']) {
  const runs = [];
  let paint = [];
  for (let i = 0; i < 5; i++) {
    const { lhr } = await lighthouse(`http://127.0.0.1:${port}/gallery/${page}`, { port: 9333, logLevel: 'error', onlyCategories: CATEGORIES });
    runs.push(CATEGORIES.map((c) => Math.round(lhr.categories[c].score * 100)));
    paint.push(Math.round(lhr.audits['first-contentful-paint'].numericValue));
    if (i === 0) for (const c of CATEGORIES) for (const ref of lhr.categories[c].auditRefs) {
      const audit = lhr.audits[ref.id];
      if (ref.weight > 0 && audit.score !== null && audit.score < 1) console.log(`  ${c}: ${ref.id} ${audit.title}`);
    }
  }
  const scores = CATEGORIES.map((_, i) => median(runs.map((r) => r[i])));
  const good = scores.every((s) => s === 100);
  if (!good) bad++;
  console.log(`${good ? 'ok' : 'not ok'} - ${page}: ${CATEGORIES.map((c, i) => `${c} ${scores[i]}`).join(', ')}; first paint ${median(paint)} ms (simulated slow 4G)`);
}
await browser.close();
child.kill('SIGTERM');
process.exit(bad ? 1 : 0);
