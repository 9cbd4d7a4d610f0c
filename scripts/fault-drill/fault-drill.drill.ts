import { beforeAll, expect, test, type TestContext } from 'vitest';
import { fileResources, testResources } from '../../src/testing/test-resources.ts';
import { waitUntil } from '../../src/waiting/wait-until.ts';
import { openBench, type DrillBench } from './drill-bench.ts';
import { drillInstallation, type InstallationDrill, type Wires } from './drill-installation.ts';
import { drillLanes } from './drill-lanes.ts';
import type { DrilledRun } from './drilled-run.ts';
import { kubernetesFaults, middle, restFaults, type KubernetesFault, type RestFault } from './faults.ts';
import { deadLane, kubernetesRows, restart, restRows, type DrillRow } from './rows.ts';
import { showPod } from './seen-pod.ts';
import { accusationsOf, describeEntry, entriesOf, uncarried } from './sentences.ts';

const ofFile = fileResources();
let bench: DrillBench;
beforeAll(async () => {
  bench = await ofFile.use(openBench(ofFile.signal));
});

/** Seeds are the prefixes of names: runs that go on at the same time need different ones. */
let seed = 0;

/** Runs go on side by side: each spends most of its time waiting for what the fault keeps from it. */
const drill = async (choice: Omit<InstallationDrill, 'bench' | 'seed'>, { onTestFinished }: TestContext) => {
  seed += 1;
  return drillInstallation({ bench, seed, ...choice }, testResources(onTestFinished));
};

/** What every row demands of a run, in the words of its report where it has one. */
const requireRow = async (run: DrilledRun, row: DrillRow): Promise<void> => {
  const { report, output } = run;
  expect(run.exitCode, output).toBe(row.exitCode);
  expect(report !== undefined, output).toBe(row.begins === 'later');
  if (report === undefined) return;
  const { gate, conformance } = report.verdicts;
  expect(gate.passed).toBe(false);
  expect(conformance.filter(({ verdict }) => verdict === 'conformant')).toEqual([]);
  // Also what reads only this file must not see a green run.
  expect(run.junit).toMatch(/<testsuites [^>]*(failures|errors)="[1-9]/);
  if (row.accusations === 'nothing') {
    expect(accusationsOf(report).map(describeEntry)).toEqual([]);
    expect(conformance.filter(({ verdict }) => verdict === 'not-conformant')).toEqual([]);
  } else expect(await uncarried(run)).toEqual([]);
};

/** That the fault began when the row says: the scenarios before it passed. */
const requireMiddle = ({ report }: DrilledRun): void => {
  expect(report === undefined ? [] : entriesOf(report).filter(({ outcome }) => outcome === 'passed')).not.toEqual([]);
};

// The longest row begins first.
test.concurrent('one lane is dead from the middle on', async ({ onTestFinished }) => {
  seed += 1;
  const resources = testResources(onTestFinished);
  const run = await drillLanes({ fault: 'no connections from the middle on', storage: 'database' }, seed, resources);
  await requireRow(run, deadLane);
  requireMiddle(run);
  // A comparison is red in the lane that is compared with the dead one.
  const accused = run.report === undefined ? [] : accusationsOf(run.report).filter(({ area }) => area !== 'PAR');
  expect([...new Set(accused.map(({ lane }) => lane))]).toEqual(['database/rest']);
});

// Why: without this, a row could be red for another reason than its fault.
test.concurrent('without a fault the run passes through both wires', async (context) => {
  const { run, wires } = await drill({}, context);
  expect(run.exitCode, run.output).toBe(0);
  expect(wires.rest.requests()).toBeGreaterThan(2 * middle);
  expect(wires.kubernetes.requests()).toBeGreaterThan(0);
});

test.concurrent.for(Object.entries(restRows) as [RestFault, DrillRow][])('REST: %s', async ([name, row], context) => {
  const { run, wires } = await drill({ rest: { name, ...restFaults[name] } }, context);
  expect(wires.rest.spoilt()).not.toEqual([]);
  await requireRow(run, row);
  if (row.begins === 'later') requireMiddle(run);
});

test.concurrent.for(Object.entries(kubernetesRows) as [KubernetesFault, DrillRow][])(
  'Kubernetes API: %s',
  async ([name, row], context) => {
    const { run, wires } = await drill({ kubernetes: { name, ...kubernetesFaults[name] } }, context);
    expect(wires.kubernetes.spoilt()).not.toEqual([]);
    await requireRow(run, row);
    requireMiddle(run);
  },
);

// Why: a check that fails as it is known to must not hide what else begins to fail in it.
test.concurrent(
  'by a baseline, a failure that it lists passes the gate, and more in the same check does not',
  async (context) => {
    const judged = ['--scenario', 'pipeline-ids-that-are-none', '--requirement', 'CRUD-08', '--baseline', 'kfp-2.17'];
    const judge = async (name: RestFault) => {
      const { run } = await drill(
        { judged: [...judged, '--baseline-of-another'], rest: { name, ...restFaults[name] } },
        context,
      );
      const found = run.report === undefined ? [] : entriesOf(run.report);
      return { run, checks: found.filter(({ lane }) => lane !== 'database/rest') };
    };
    const aspect = (id: string) => `ids that are none, and are not answered 404 or 400 / ${id}`;

    const [known, more] = await Promise.all([
      judge('ids in no UTF-8 are internal errors'),
      judge('ids in no UTF-8, or of a four-byte character, are internal errors'),
    ]);
    expect(known.run.exitCode, known.run.output).toBe(0);
    expect(known.run.report?.verdicts.gate.passed).toBe(true);
    expect(known.checks.map(({ lane, outcome }) => `${lane}: ${outcome}`)).toEqual([
      'kubernetes/rest: known-failure',
      'kubernetes/crd: known-failure',
    ]);

    expect(more.run.exitCode, more.run.output).toBe(1);
    expect(more.run.report?.verdicts.gate.passed).toBe(false);
    expect(more.checks.map(({ lane, outcome }) => `${lane}: ${outcome}`)).toEqual([
      'kubernetes/rest: failed',
      'kubernetes/crd: failed',
    ]);
    const beyond = `beyond what is known: "${aspect('a four-byte character')}")`;
    for (const { message, deviations = {} } of more.checks) {
      expect(message).toContain(beyond);
      expect(Object.keys(deviations)).toEqual([aspect('no UTF-8'), aspect('a four-byte character')]);
    }
    // Lines are broken at the width of a terminal.
    expect(more.run.output.replaceAll(/\s+/g, ' ')).toContain(beyond);
  },
);

/** Waits until the run is in its middle. */
const untilMiddle = ({ rest }: Wires, signal: AbortSignal): Promise<void> =>
  waitUntil(
    {
      name: `${middle} requests by REST`,
      deadlineMs: 120_000,
      look: () => (rest.requests() > middle ? { done: undefined } : { observed: `${rest.requests()}` }),
    },
    { signal },
  );

test.concurrent('the target is restarted by somebody else, unnoticed by any request', async (context) => {
  const pod = await showPod(bench.cluster, 'kfp-with-pod');
  const meanwhile = async (wires: Wires, signal: AbortSignal) => {
    await untilMiddle(wires, signal);
    await pod.restarted();
  };
  const { run } = await drill({ place: pod.namespace, meanwhile }, context);
  await requireRow(run, restart);
  requireMiddle(run);
});
