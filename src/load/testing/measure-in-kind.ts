import { strict as assert } from 'node:assert';
import { laneNames } from '../../contract/lane-name.ts';
import type { OperationName } from '../../contract/load-operation.ts';
import type { RunningKindEnvironment } from '../../environments/kind/running-kind-environment.ts';
import { loadSchema } from '../../judgement/load/schema.ts';
import { referenceTarget } from '../../targets/reference.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { builtInPlans } from '../built-in-plans.ts';
import { operationsOn } from '../lane-operations.ts';
import { loadRecord } from '../load-record.ts';
import { measureInCluster } from '../served/measure-cluster.ts';

/** A read, a whole list, a write, a deletion and a watch; `load --environment kind --plan smoke` measures them all. */
const operations: readonly OperationName[] = ['get-known', 'walk', 'create-with-version', 'delete-version', 'watch'];
const objects = 50;

/**
 * Measures the plan `smoke`, made smaller, in all lanes of a running cluster. Throws where counts, answers or the shape of
 * the results are not as they must be; no latency is judged.
 */
export const measureInKind = async (environment: RunningKindEnvironment, waiting: Waiting): Promise<void> => {
  const plan = { ...builtInPlans.smoke, objects: [objects], operations: [...operations] };
  const record = loadRecord();
  await measureInCluster(environment, {
    plan,
    seed: 7,
    environment: { environment: 'kind' },
    runId: 'load',
    targets: [{ name: 'reference', target: referenceTarget() }],
    lanes: laneNames,
    without: [],
    record,
    measured: () => Promise.resolve(),
    ...waiting,
  });
  assert.deepEqual(record.broken, []);
  loadSchema.shape.environment.parse(record.environment);
  const stores = loadSchema.shape.stores.parse(record.stores);
  const measurements = loadSchema.shape.measurements.parse(record.measurements);
  assert.deepEqual(
    measurements.flatMap(({ lane, operation, invalid }) => (invalid.length > 0 ? [{ lane, operation, invalid }] : [])),
    [],
  );
  assert.deepEqual(
    measurements.map(({ lane, operation }) => `${lane} ${operation}`),
    [laneNames.slice(0, 1), laneNames.slice(1)].flatMap((lanes) =>
      operationsOn(plan, lanes).map(({ lane, operation }) => `${lane} ${operation}`),
    ),
  );
  assert.deepEqual(
    stores.map(({ storage, proof: { counted, countedVersions } }) => ({ storage, counted, countedVersions })),
    ['database', 'kubernetes'].map((storage) => ({ storage, counted: objects, countedVersions: objects / 2 })),
  );
  const walks = measurements.filter(({ operation }) => operation === 'walk');
  assert.deepEqual(
    walks.map(({ figures: { gapsCount, duplicatesCount } }) => [gapsCount, duplicatesCount]),
    walks.map(() => [0, 0]),
  );
};
