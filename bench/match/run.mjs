// node run.mjs [--people N] [--rows N] [--seed N] [--times N] [--python] [--dir FOLDER]
//
// Builds the release preset, makes the files, runs the engine, a memchr pass, DuckDB and, with --python, plain Python on the same
// files in one go, compares the answers line by line and prints seconds and ratios as a table and as JSON.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance, version as duckVersion } from '@duckdb/node-api'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const argument = (name, otherwise) => {
  const at = process.argv.indexOf('--' + name)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const people = Number(argument('people', 1_000_000))
const rows = Number(argument('rows', 10_000_000))
const seed = argument('seed', '1')
const times = Number(argument('times', 5))
const threads = availableParallelism()
const dir = argument('dir', join(tmpdir(), 'jianzai-bench-match'))
const bin = (name) => join(root, 'build', 'release', 'bench', 'match_bench_' + name)
const file = (name) => join(dir, `${name}-${people}-${rows}-${seed}`)

const best = (list) => Math.min(...list)

function build() {
  execFileSync('cmake', ['--preset', 'release'], { cwd: root, stdio: 'ignore' })
  const targets = ['engine', 'gen', 'memchr'].map((t) => 'match_bench_' + t)
  execFileSync('cmake', ['--build', '--preset', 'release', '--target', ...targets], { cwd: root, stdio: 'inherit' })
}

function into(path, command, args) {
  const out = openSync(path, 'w')
  const start = process.hrtime.bigint()
  const done = spawnSync(command, args, { stdio: ['ignore', out, 'pipe'] })
  const took = Number(process.hrtime.bigint() - start) / 1e9
  closeSync(out)
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`)
  return { took, said: String(done.stderr).trim() }
}

function make() {
  mkdirSync(dir, { recursive: true })
  const words = join(here, 'words.txt')
  if (!existsSync(file('roster'))) into(file('roster'), bin('gen'), [words, 'roster', seed, String(people)])
  if (!existsSync(file('feed'))) into(file('feed'), bin('gen'), [words, 'feed', seed, String(people), String(rows)])
}

const repeat = (f) => Array.from({ length: times }, f)

function engine() {
  const index = file('index')
  const result = {}
  result.build = best(repeat(() => into(file('none'), bin('engine'), ['match', '--build', index, file('roster')]).took))
  result.indexed = best(repeat(() => into(file('ours'), bin('engine'), ['match', '--index', index, file('feed')]).took))
  result.cold = best(repeat(() => into(file('cold'), bin('engine'), ['match', file('roster'), file('feed')]).took))
  const phases = JSON.parse(
    execFileSync(bin('engine'), ['phases', index, file('feed'), file('phases'), String(times + 1)])
  )
  result.feed = best(phases.runs.map((r) => r.feed))
  result.feedCpu = best(phases.runs.map((r) => r.feedCpu))
  result.write = best(phases.runs.map((r) => r.write))
  result.lines = phases.runs[0].lines
  result.bytesPerPerson = statSync(index).size / people
  return result
}

function memchr() {
  return JSON.parse(execFileSync(bin('memchr'), [file('feed'), String(threads), String(times)]))
}

const columns = (names) => '{' + names.map((n) => `'${n}': 'VARCHAR'`).join(', ') + '}'
const feedColumns = columns(['number', 'name', 'kind', 'date', 'source']).replace("'date': 'VARCHAR'", "'date': 'DATE'")
const rosterColumns = columns(['number', 'name', 'kind', 'payer', 'since'])
const csv = (path, names) =>
  `read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = ${names})`
const answer = (roster, out) => `COPY (
    SELECT f.number, f.kind, max(f.date) AS date FROM ${csv(file('feed'), feedColumns)} f
    SEMI JOIN ${roster} r ON f.number = r.number
    GROUP BY 1, 2 ORDER BY 1, 2
  ) TO '${out}' (FORMAT csv, HEADER false)`

async function duckdb() {
  const result = { warm: [], cold: [] }
  const timed = async (connection, sql) => {
    const start = process.hrtime.bigint()
    await connection.run(sql)
    return Number(process.hrtime.bigint() - start) / 1e9
  }
  const db = await DuckDBInstance.create(':memory:', { threads: String(threads) })
  const connection = await db.connect()
  await connection.run(`CREATE TABLE roster AS SELECT DISTINCT number FROM ${csv(file('roster'), rosterColumns)}`)
  for (let i = 0; i < times; i++) result.warm.push(await timed(connection, answer('roster', file('duckdb'))))
  for (let i = 0; i < times; i++)
    result.cold.push(await timed(connection, answer(csv(file('roster'), rosterColumns), file('duckdb-cold'))))
  connection.closeSync()
  return { warm: best(result.warm), cold: best(result.cold) }
}

const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')

function compare(names) {
  const want = digest(file('ours'))
  for (const name of names)
    if (digest(file(name)) !== want) throw new Error(`the answer of ${name} is another: cmp ${file('ours')} ${file(name)}`)
}

build()
make()
const ours = engine()
const pass = memchr()
const duck = await duckdb()
const answers = ['cold', 'phases', 'duckdb', 'duckdb-cold']
let python = null
if (process.argv.includes('--python')) {
  python = into(file('python'), 'python3', [join(here, 'plain.py'), file('roster'), file('feed')]).took
  answers.push('python')
}
compare(answers)
const result = {
  people, rows, seed, threads, megabytes: Math.round(statSync(file('feed')).size / 1e6), duckdb: duckVersion(),
  seconds: { memchr: pass.seconds, memchrCpu: pass.cpu, ...ours, duckdbWarm: duck.warm, duckdbCold: duck.cold, python },
  ratios: {
    indexedToDuckdb: duck.warm / ours.indexed,
    coldToDuckdb: duck.cold / ours.cold,
    feedToMemchr: pass.seconds / ours.feed,
    feedToMemchrCpu: pass.cpu / ours.feedCpu,
    feedAndWriteToMemchr: pass.seconds / (ours.feed + ours.write)
  }
}
console.log(`all ${answers.length + 1} answers are the same, ${ours.lines} lines`)
console.log(JSON.stringify(result, (k, v) => (typeof v === 'number' ? Math.round(v * 1e4) / 1e4 : v), 2))
