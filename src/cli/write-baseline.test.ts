import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseBaseline, readBaseline } from '../judgement/baseline.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';
import { unfilledReason } from '../judgement/unfilled-reason.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { writeReport } from '../report/write-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { writeBaseline, type BaselineOptions } from './write-baseline.ts';

type Check = Omit<CheckEntry, 'scenario' | 'profile'>;

const sample = sampleReport();
const lane = 'kubernetes/rest';
const story = 'pipeline-created-twice';
const failing = (observed: string): Check => ({
  outcome: 'failed',
  deviations: { 'the answer / status': { expected: '409', observed } },
});
const passed: Check = { outcome: 'passed' };

/** A run that decided one check of the suites. */
const reportOf = (
  id: string,
  check: Check,
  change: Partial<Report> = {},
  { requirement, scenario } = { requirement: 'CRUD-06', scenario: story },
): Report => {
  const [first] = sample.requirements;
  if (first === undefined) throw new Error('the sample has requirements');
  return sampleReport({
    ...change,
    run: { ...sample.run, id },
    requirements: [
      {
        ...first,
        id: requirement,
        lanes: { [lane]: { outcome: check.outcome, checks: [{ scenario, profile: 'core', ...check }] } },
      },
    ],
  });
};

const write = async (reports: readonly Report[], options: BaselineOptions = {}) => {
  const directory = await temporaryDirectory();
  const runs = await Promise.all(
    reports.map(async (report) => {
      await writeReport(report, path.join(directory, report.run.id));
      return path.join(directory, report.run.id);
    }),
  );
  const [text, lines]: [string[], string[]] = [[], []];
  await writeBaseline(runs, options, { output: (part) => text.push(part), line: (line) => lines.push(line) });
  return { text: text.join(''), lines };
};

/** A file with this text, or what `write` printed. */
const fileWith = async (text: string): Promise<string> => {
  const file = path.join(await temporaryDirectory(), 'known.yaml');
  await writeFile(file, text);
  return file;
};

test('a new baseline names the target, the runs and the failures', async () => {
  const { text, lines } = await write([reportOf('a', failing('500'))]);
  expect(parseBaseline(text, 'b.yaml', '--from')).toEqual({
    target: 'KFP API server',
    release: '2.17.0',
    commit: sample.target.commit,
    database: 'MariaDB 10.11.14, utf8mb4, utf8mb4_unicode_520_nopad_ci',
    manifests: 'harness',
    runs: ['a'],
    entries: [
      {
        requirement: 'CRUD-06',
        lane,
        scenario: story,
        aspects: { 'the answer / status': ['500'] },
        reason: unfilledReason,
      },
    ],
  });
  expect(lines).toEqual([
    `new: CRUD-06 in ${lane} of ${story}: "the answer / status" fails`,
    '1 check listed, 1 aspect, 1 check with a reason to be filled in',
  ]);
});

test('a second time on the same runs gives the same file, with its head and its reasons', async () => {
  const runs = [reportOf('a', failing('500')), reportOf('b', passed), reportOf('c', failing('503'))];
  const { text: fresh } = await write(runs);
  const filled = `# The head\n# of the file.\n${fresh.replaceAll(unfilledReason, 'a reason that somebody has looked into')}`;
  const from = await fileWith(filled);
  expect(await write(runs, { from })).toEqual({
    text: expect.stringMatching(/^# The head\n# of the file\.\ntarget: /),
    lines: ['1 check listed, 1 aspect, 0 checks with a reason to be filled in'],
  });
  await write(runs, { from, output: from });
  const once = await readFile(from, 'utf8');
  await write(runs, { from, output: from });
  expect(await readFile(from, 'utf8')).toBe(once);
  expect((await readBaseline(from)).entries[0]?.intermittent).toEqual({ failed: 2, runs: 3, reviewAfter: 50 });
});

test('an entry that was counted in enough runs is asked for again', async () => {
  const { text } = await write([reportOf('a', failing('500')), reportOf('b', passed)]);
  const from = await fileWith(text.replace('reviewAfter: 50', 'reviewAfter: 3'));
  expect((await write([reportOf('b', passed)], { from })).text).not.toContain('TO BE REVIEWED');
  const { text: due, lines } = await write([reportOf('c', passed)], { from });
  expect(due).toContain('# TO BE REVIEWED');
  expect(lines).toContain(
    `to be reviewed: CRUD-06 in ${lane} of ${story}: failed in 1 of 3 runs, to be looked at again after 3`,
  );
});

test('an entry that can never match a check is pruned, and told', async () => {
  const { text } = await write([reportOf('a', failing('500'))]);
  const from = await fileWith(text.replace(story, 'a-scenario-of-before'));
  const { text: pruned, lines } = await write([reportOf('b', failing('500'))], { from });
  expect(pruned).not.toContain('a-scenario-of-before');
  expect(lines.join('\n')).toContain('it can never match: there is no scenario a-scenario-of-before');
});

test('what is blocked or in error is named and not listed', async () => {
  const { text, lines } = await write([reportOf('a', { outcome: 'blocked' })]);
  expect(text).toContain('entries: []');
  expect(lines).toContain(`not listed: CRUD-06 in ${lane} of ${story}: blocked`);
});

test('runs that were interrupted, had errors, or differ in what the file says are warned of', async () => {
  const broken = { passed: false, reasons: ['the target died'], unmet: [], broken: ['the target died'] };
  const first = reportOf('a', passed, { verdicts: { ...sample.verdicts, gate: broken } });
  const other = reportOf('b', passed, { target: { ...sample.target, manifests: 'supplied' } });
  const interrupted = { ...other, run: { ...other.run, complete: false } };
  const { lines } = await write([first, interrupted]);
  expect(lines.slice(0, 3)).toEqual([
    'warning: run a had errors, which its failures may come from: the target died',
    'warning: run b was interrupted: what it did not decide is left as it was',
    'warning: the file names manifests harness, this run has supplied (b)',
  ]);
});

test('what the target does not report is kept from the file, and the file is of the release of the runs', async () => {
  const { text } = await write([reportOf('a', passed)]);
  const from = await fileWith(text.replace('2.17.0', '2.16.0'));
  const unknown = { target: { ...sample.target, commit: 'unknown' } };
  const { text: later, lines } = await write([reportOf('b', passed, unknown)], { from });
  expect(parseBaseline(later, 'b.yaml', '--from')).toMatchObject({ release: '2.17.0', commit: sample.target.commit });
  expect(lines.slice(0, 2)).toEqual([
    `warning: ${from} was made with release 2.16.0, this run has 2.17.0`,
    `warning: the target does not report its commit: the file says ${sample.target.commit}; look whether that holds`,
  ]);
});

test('the aspects of a vulnerability are listed by digests and not told', async () => {
  const place = { requirement: 'SEC-01', scenario: 'calls-without-identity' };
  const { text, lines } = await write([reportOf('a', failing('200'), {}, place)]);
  expect(text).toMatch(/aspects:\n\s+sha256:[0-9a-f]{16}: sha256:[0-9a-f]{16}\n/);
  expect(text).not.toContain('status');
  expect(text).toContain('vulnerability: true');
  expect(lines[0]).toBe(`new: SEC-01 in ${lane} of ${place.scenario}: fails`);
});

// Why: whether a scenario is confidential was taken from the checks that a run had selected.
test('so are those of other checks of its scenario, in a run that selected only these', async () => {
  const place = { requirement: 'PAR-01', scenario: 'calls-without-identity' };
  const { text } = await write([reportOf('a', failing('200'), {}, place)]);
  expect(text).toMatch(/aspects:\n\s+sha256:[0-9a-f]{16}: sha256:[0-9a-f]{16}\n/);
  expect(text).not.toContain('status');
});

test('runs of several targets, and files that are not there, are refused', async () => {
  const other = reportOf('b', passed, { target: { ...sample.target, release: '2.18.0' } });
  await expect(write([reportOf('a', passed), other])).rejects.toThrow(/did not test the same target/);
  await expect(write([reportOf('a', passed)], { from: 'kfp-0.1' })).rejects.toThrow(/--from kfp-0\.1: expected a file/);
  const output = path.join(await temporaryDirectory(), 'no-folder', 'b.yaml');
  await expect(write([reportOf('a', passed)], { output })).rejects.toThrow(/--output: .* cannot be written/);
});
