import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { served } from '../../src/testing/served.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { countOf, runK6, scriptPath } from './testing/run-k6.ts';
import { scripts } from './testing/scripts.ts';

const timeout = patience(60_000);

const wrongAnswers = [
  { status: 200, body: '{"wrong":true}' },
  { status: 500, body: '{}' },
  { status: 429, body: '{}' },
  { status: 201, body: 'no JSON' },
] as const;

/** A page as both surfaces show it; the scripts that look for a page before they begin find only one. */
const onePage = JSON.stringify({
  pipelines: [{ name: 'load-00000000' }],
  items: [{ metadata: {} }],
  pipeline_id: crypto.randomUUID(),
  total_size: 1,
});

/** Before the measurement: the list to its last page, with large and with small pages; a pipeline and its versions. */
const readsBefore = (script: string): number => (/\/list-(last-page|versions)$/.test(script) ? 2 : 0);

const settingsFor = async (directory: string, url: string) => {
  const ids = path.join(directory, 'ids');
  await writeFile(ids, Array.from({ length: 10 }, () => crypto.randomUUID()).join(''));
  const store = { IDS: ids, VERSION_IDS: ids, N: 1, FIRST: 2, VERSIONS: 1 };
  return { KFP_URL: url, KUBE_API: url, ...store, WARM_UP: 0, VUS: 1, BESIDE: 0 };
};

// A script that took such answers for good ones would publish the latency of errors.
test.each(scripts)('%s counts answers with wrong content, errors, and throttling', { timeout }, async (script) => {
  const directory = await temporaryDirectory();
  let answered = 0;
  const url = await served((request, response) => {
    request.resume().on('end', () => {
      const wrong = wrongAnswers[answered - readsBefore(script)] ?? { status: 200, body: onePage };
      answered += 1;
      response.writeHead(wrong.status, { 'content-type': 'application/json' }).end(wrong.body);
    });
  });
  const settings = { ...(await settingsFor(directory, url)), COUNT: wrongAnswers.length };
  const { code, metrics } = await runK6(directory, scriptPath(script), settings);
  expect(answered).toBe(wrongAnswers.length + readsBefore(script));
  expect({
    iterations: countOf(metrics, 'iterations'),
    wrong: countOf(metrics, 'wrong_answers'),
    throttled: countOf(metrics, 'throttled'),
    scriptErrors: countOf(metrics, 'script_errors'),
  }).toEqual({ iterations: wrongAnswers.length, wrong: 3, throttled: 1, scriptErrors: 0 });
  // 99: a threshold was crossed, which also a plain `k6 run` shows.
  expect(code).toBe(99);
});

/** The scripts whose iterations go on after a first right answer. */
const continued = {
  'crd/create-with-version': 1,
  'crd/get-just-written': 1,
  'rest/get-just-written': 1,
  'crd/read-your-writes': 2,
  'rest/read-your-writes': 2,
  'crd/fan-out': 1,
  'rest/fan-out': 1,
} as const;

test.each(Object.entries(continued))('%s judges each of its requests', { timeout }, async (script, wrong) => {
  const directory = await temporaryDirectory();
  let answered = 0;
  const name = script.endsWith('/fan-out') ? 'load-00000000' : 'load-00000002';
  const right = {
    name,
    pipeline_id: crypto.randomUUID(),
    kind: 'Pipeline',
    metadata: { name, uid: crypto.randomUUID() },
    items: [{ metadata: { name } }],
    pipelines: [{ name, pipeline_id: crypto.randomUUID() }],
  };
  const url = await served((request, response) => {
    request.resume().on('end', () => {
      const created = request.method === 'POST' && script.startsWith('crd/');
      const status = answered > 0 ? 500 : created ? 201 : 200;
      answered += 1;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(right));
    });
  });
  const settings = { ...(await settingsFor(directory, url)), COUNT: 1 };
  const { metrics } = await runK6(directory, scriptPath(script), settings, ['--no-thresholds']);
  expect(answered).toBe(1 + wrong);
  expect(countOf(metrics, 'wrong_answers')).toBe(wrong);
  expect(countOf(metrics, 'script_errors')).toBe(0);
});

test.each([
  ['reads-beside-unknown', { figure_unknown_sent: 2, figure_unknown_answered: 0 }],
  ['walk-beside-writers', { figure_written: 0, figure_refused_writes: 20 }],
] as const)('%s counts what fails beside it', { timeout }, async (operation, figures) => {
  const directory = await temporaryDirectory();
  const url = await served((request, response) => {
    request.resume().on('end', () => response.writeHead(500).end('{}'));
  });
  for (const surface of ['rest', 'crd']) {
    const settings = { ...(await settingsFor(directory, url)), COUNT: 2, BESIDE: 1 };
    const script = scriptPath(`${surface}/${operation}`);
    const { code, metrics } = await runK6(directory, script, settings);
    const found = Object.fromEntries(Object.keys(figures).map((name) => [name, countOf(metrics, name)]));
    expect({ surface, ...found }).toEqual({ surface, ...figures });
    expect(code).toBe(99);
  }
});

test('versions that are fewer than VERSIONS end the test before it begins', { timeout }, async () => {
  const directory = await temporaryDirectory();
  const url = await served((_, response) => void response.end(onePage));
  const settings = { ...(await settingsFor(directory, url)), COUNT: 2, VERSIONS: 2 };
  const { code, output } = await runK6(directory, scriptPath('rest/list-versions'), settings);
  expect(output).toContain('expected load-00000000 to have VERSIONS, 2 and at least 1, versions; the server says 1');
  expect(code).toBe(107);
});

test('no answer at all is a wrong answer', { timeout }, async () => {
  const directory = await temporaryDirectory();
  const url = await served((_, response) => void response.destroy());
  const settings = { ...(await settingsFor(directory, url)), COUNT: 2 };
  const { metrics } = await runK6(directory, scriptPath('rest/get-by-name'), settings, ['--no-thresholds']);
  expect(countOf(metrics, 'wrong_answers')).toBe(2);
});

test.each(['rest/create', 'crd/create', 'rest/seed-versions', 'crd/seed-versions'])(
  '%s takes an object that is there for created only where a store is filled further',
  { timeout },
  async (script) => {
    const directory = await temporaryDirectory();
    const url = await served((request, response) => {
      request.resume().on('end', () => response.writeHead(409, { 'content-type': 'application/json' }).end('{}'));
    });
    const settings = { ...(await settingsFor(directory, url)), COUNT: 2 };
    const wrongWith = async (existing: '0' | '1') => {
      const all = { ...settings, EXISTING: existing };
      return countOf((await runK6(directory, scriptPath(script), all, ['--no-thresholds'])).metrics, 'wrong_answers');
    };
    expect({ further: await wrongWith('1'), otherwise: await wrongWith('0') }).toEqual({ further: 0, otherwise: 2 });
  },
);

// k6 would follow it, and put both requests into one sample.
test('a redirect is a wrong answer', { timeout }, async () => {
  const directory = await temporaryDirectory();
  const asked: (string | undefined)[] = [];
  const url = await served((request, response) => {
    asked.push(request.url);
    const moved = asked.length === 1;
    response.writeHead(moved ? 307 : 200, moved ? { location: '/elsewhere' } : {}).end('{"name":"load-00000000"}');
  });
  const settings = { ...(await settingsFor(directory, url)), COUNT: 1 };
  const { logged, metrics } = await runK6(directory, scriptPath('rest/get-by-name'), settings, ['--no-thresholds']);
  expect(asked).toHaveLength(1);
  expect(countOf(metrics, 'wrong_answers')).toBe(1);
  expect(logged).toEqual([expect.stringContaining('expected status 200, got 307')]);
});

// Why: a single-user installation lists pipelines of others too, MySQL sorts them without regard to case, and what the log
// says of them is published with the report.
test('list-sorted judges the order of its own names, and tells no others', { timeout }, async () => {
  const directory = await temporaryDirectory();
  const pages = [
    ['My-Pipeline', 'load-00000001', 'Load-a', 'load-00000000', 'Zoo'],
    ['My-Pipeline', 'load-00000000', 'load-00000001'],
  ];
  let answered = 0;
  const url = await served((_, response) => {
    const names = pages[answered] ?? [];
    answered += 1;
    response.end(JSON.stringify({ pipelines: names.map((name) => ({ name })) }));
  });
  const settings = { ...(await settingsFor(directory, url)), COUNT: pages.length, SHOW_ANSWERS: 0 };
  const { logged, metrics } = await runK6(directory, scriptPath('rest/list-sorted'), settings, ['--no-thresholds']);
  expect(countOf(metrics, 'wrong_answers')).toBe(1);
  expect(logged).toEqual([expect.stringMatching(/GET [^?]*\/pipelines: expected status 200, got 200/)]);
  expect(logged.join()).not.toMatch(/My-Pipeline/);
});

// Without an end of its own it would go on for as long as the run may last.
test.each(['rest/walk', 'crd/walk'])('%s ends where a page leads back to one before', { timeout }, async (script) => {
  const directory = await temporaryDirectory();
  let answered = 0;
  const url = await served((_, response) => {
    answered += 1;
    const next = `page-${answered % 2}`;
    const name = 'load-00000000';
    const rest = { pipelines: [{ name }], next_page_token: next };
    response.end(JSON.stringify({ ...rest, items: [{ metadata: { name } }], metadata: { continue: next } }));
  });
  const settings = { ...(await settingsFor(directory, url)), COUNT: 1 };
  const { code, metrics } = await runK6(directory, scriptPath(script), settings);
  expect(answered).toBe(3);
  expect(countOf(metrics, 'wrong_answers')).toBe(1);
  expect(countOf(metrics, 'figure_pages')).toBe(0);
  expect(code).toBe(99);
});

// k6 itself logs an exception, counts the iteration as complete, and exits with 0.
test('an exception in an iteration is counted', { timeout }, async () => {
  const directory = await temporaryDirectory();
  const url = await served((_, response) => void response.end('{}'));
  const settings = { ...(await settingsFor(directory, url)), COUNT: 2, N: 0 };
  const { code, metrics } = await runK6(directory, scriptPath('rest/get-by-name'), settings);
  expect(countOf(metrics, 'script_errors')).toBe(2);
  expect(code).toBe(99);
});
