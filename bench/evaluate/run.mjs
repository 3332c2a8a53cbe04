// node run.mjs [--people N] [--seed N] [--times N] [--dir FOLDER]
//
// Builds the release preset, makes a city as a packed file and as CSV, evaluates everybody with the engine (the whole law, and
// again with a what-if), runs DuckDB's far simpler version of the sweep on the same people (overdue by the stored due day, children
// ended by age, counts by payer), compares what both count and prints seconds and ratios.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance, version as duckVersion } from '@duckdb/node-api'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const argument = (name, otherwise) => {
  const at = process.argv.indexOf('--' + name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const people = Number(argument('people', 1_200_000))
const seed = argument('seed', '1')
const times = Number(argument('times', 5))
const threads = availableParallelism()
const dir = argument('dir', join(tmpdir(), 'jianzai-bench-evaluate'))
const bin = join(root, 'build', 'release', 'bench', 'evaluate_bench_engine')
const packed = join(dir, `${people}-${seed}.packed`)
const csv = join(dir, `${people}-${seed}.csv`)
const today = '2026-03-02'
const best = (list) => Math.min(...list)

execFileSync('cmake', ['--preset', 'release'], { cwd: root, stdio: 'ignore' })
execFileSync('cmake', ['--build', '--preset', 'release', '--target', 'evaluate_bench_engine'], { cwd: root, stdio: 'inherit' })
mkdirSync(dir, { recursive: true })
if (!existsSync(packed)) execFileSync(bin, ['gen', packed, csv, String(people), seed])
const ours = JSON.parse(execFileSync(bin, ['sweep', packed, String(times), String(threads)]))
const one = JSON.parse(execFileSync(bin, ['sweep', packed, String(times), '1']))

const sweep = `SELECT payer, count(*) AS persons, count(*) FILTER (due < DATE '${today}') AS due,
  count(*) FILTER (child = 1 AND birth + INTERVAL 18 YEAR <= DATE '${today}') AS ended,
  count(*) FILTER (suspended = 1) AS suspended FROM city GROUP BY payer`
const db = await DuckDBInstance.create(':memory:', { threads: String(threads) })
const connection = await db.connect()
const timed = async (sql) => {
  const start = process.hrtime.bigint()
  const cpu = process.cpuUsage()
  const reader = await connection.runAndReadAll(sql)
  const used = process.cpuUsage(cpu)
  return [Number(process.hrtime.bigint() - start) / 1e9, reader.getRowObjects(), (used.user + used.system) / 1e6]
}
const [load] = await timed(`CREATE TABLE city AS SELECT * FROM read_csv('${csv}', header = true, auto_detect = false,
  columns = {'person': 'BIGINT', 'payer': 'VARCHAR', 'birth': 'DATE', 'due': 'DATE', 'child': 'TINYINT', 'suspended': 'TINYINT'})`)
const duck = []
const duckCpu = []
let answer
for (let i = 0; i < times; i++) {
  const [took, rows, cpu] = await timed(sweep)
  duck.push(took)
  duckCpu.push(cpu)
  answer = rows
}
connection.closeSync()

const plain = ours.runs.filter((r) => !r.what_if)
const what = ours.runs.filter((r) => r.what_if)
for (const row of answer) {
  const [persons, due] = plain[0].payers[row.payer]
  if (Number(row.persons) !== persons || Number(row.due) !== due)
    throw new Error(`payer ${row.payer}: DuckDB counts ${row.persons} and ${row.due} due, the engine ${persons} and ${due}`)
}
const wall = best(plain.map((r) => r.wall))
console.log(
  JSON.stringify(
    {
      people, seed, times, threads, duckVersion, load: loadavg()[0],
      bytesPerPerson: statSync(packed).size / people,
      open: ours.open, wall, cpu: best(plain.map((r) => r.cpu)),
      oneThread: best(one.runs.filter((r) => !r.what_if).map((r) => r.wall)),
      whatIf: best(what.map((r) => r.wall)), whatIfListed: what[0].listed,
      duckLoad: load, duck: best(duck), duckCpu: best(duckCpu), ratio: best(duck) / wall,
      ratioCpu: best(duckCpu) / best(plain.map((r) => r.cpu)), maxRssKiB: ours.max_rss_kib,
      counts: { ...plain[0], payers: undefined }
    },
    null, 1
  )
)
