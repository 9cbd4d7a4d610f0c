import path from 'node:path';
import { expect, test } from 'vitest';
import { laneNames, storageModes } from '../../src/contract/lane-name.ts';
import { builtInPlans } from '../../src/load/built-in-plans.ts';
import { operationsOn, withoutIn } from '../../src/load/lane-operations.ts';
import { lanesIn } from '../../src/load/measured-lanes.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { patience } from '../../src/waiting/slowness.ts';
import { startLoad } from './started-load.ts';

/** A minute and a half on an idle machine of two cores. */
const timeout = patience(10 * 60_000);

const plan = builtInPlans.smoke;
const [objects = 0] = plan.objects;
const versions = objects * plan.versionShare;
/** Of operations that have a loop of their own. */
const iterationsOf: Readonly<Record<string, number>> = { restart: 1, 'delete-cascade-many': 1 };

// Counts, answers and the schema are judged; no latency is.
test(
  'load --plan smoke measures every operation in every lane, and every measurement is valid',
  { timeout },
  async () => {
    const directory = await temporaryDirectory();
    const load = await startLoad(['--plan', 'smoke', '--seed', '7'], directory, testResources());
    const code = await load.exited;
    const report = await load.report();
    expect(report, load.output()).toBeDefined();
    if (report === undefined) return;
    expect(report.run).toMatchObject({ complete: true, broken: [] });
    expect(report.measurements.map(({ lane, operation }) => `${lane} ${operation}`)).toEqual(
      storageModes.flatMap((storage) =>
        operationsOn(plan, lanesIn(storage, laneNames)).map(({ lane, operation }) => `${lane} ${operation}`),
      ),
    );
    expect(report.notMeasured).toEqual(withoutIn(plan, laneNames));
    for (const { lane, operation, figures, ...measurement } of report.measurements) {
      const place = `${lane} ${operation}`;
      expect(measurement, place).toMatchObject({
        objects,
        invalid: [],
        dropped: 0,
        interrupted: 0,
        scriptErrors: 0,
        wrongAnswers: 0,
        throttled: 0,
        iterations: iterationsOf[operation] ?? 8,
      });
      if (operation.startsWith('walk')) expect(figures, place).toMatchObject({ gapsCount: 0, duplicatesCount: 0 });
      if (operation === 'restart') {
        expect(figures, place).toMatchObject({ shortListsCount: 0, startsCount: 1 });
        expect(figures['peakRssBytes'], place).toBeGreaterThan(10 * 1024 ** 2);
      }
    }
    const cascades = report.requirements.filter(({ id }) => id === 'SCL-04');
    expect(cascades).toEqual([expect.objectContaining({ lane: 'kubernetes/rest', outcome: 'met' })]);
    const watch = report.measurements.find(({ operation }) => operation === 'watch');
    expect(watch?.figures).toMatchObject({ watchersCount: 1, missingCount: 0, duplicatesCount: 0, unexpectedCount: 0 });
    // The lag of every event is known from the answer to its create.
    expect(watch?.figures).toHaveProperty('lagFromAcknowledgementResolutionMs');
    expect(watch?.usage['watchers']?.cpuSeconds).toBeGreaterThan(0);
    for (const [index, storage] of storageModes.entries()) {
      const store = report.stores[index];
      expect(store).toMatchObject({ storage, objects, versions, seeding: { from: 'nothing' } });
      expect(store?.proof.sampled).toBeGreaterThan(0);
      expect(store?.proof).toMatchObject({ counted: objects, countedVersions: versions, equal: store?.proof.sampled });
    }
    expect(report.run.harnessCpuShare).toBeGreaterThan(0);
    // A share of 1 would mean that no server was counted.
    expect(report.run.harnessCpuShare).toBeLessThan(0.9);
    expect(load.output()).toContain('of all CPU seconds of the run');
    expect(load.output()).toContain(path.join(directory, 'reports'));
    expect(code, load.output()).toBe(0);
    expect(load.leftovers()).toEqual([]);
  },
);
