import { assert, soft } from '../../../src/scenarios/assert.ts';
import { definition, packageFile } from '../../../fixtures/pipelines/definition.ts';
import { jsonOf, text } from '../../../src/clients/json-response.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { pipelinesShown } from '../../expectations/pipelines-shown.ts';
import { uploadPipeline } from '../../expectations/uploads.ts';

/**
 * Creates, reads and changes pipelines and versions, on the lane's write surface and by upload. Returns a function that
 * deletes them.
 */
const createObjects = async (context: ScenarioContext): Promise<() => Promise<void>> => {
  const { lane, kfp, names } = context;
  const uploaded = await uploadPipeline(
    kfp,
    { name: 'hello.yaml', content: packageFile('hello') },
    { name: names.of('uploaded') },
  );
  assert.equal(uploaded.status, 200, 'an upload');
  const pipeline = await createdPipeline(lane, { name: names.of('written'), tags: { team: 'conformance' } });
  const version = await createdVersion(lane, pipeline, { name: 'one', definition: definition('with-platform') });
  accepted(await lane.write.updatePipeline(pipeline, { displayName: 'Changed', tags: { stage: 'test' } }));
  accepted(await lane.write.updateVersion(version, { displayName: 'Changed', tags: { stage: 'test' } }));
  await inEveryView(lane, async (surface) => {
    accepted(await surface.getPipelineByName(pipeline.name));
    accepted(await surface.allVersions(pipeline));
    await pipelinesShown(context, surface);
  });
  return async () => {
    accepted(await lane.write.deleteVersion(version));
    accepted(await lane.write.deletePipeline(pipeline));
    const id = text(jsonOf(uploaded), 'pipeline_id');
    accepted(await lane.rest.deletePipeline({ id, name: names.of('uploaded') }));
  };
};

/** The tables that scenarios add as a control. */
const controlTable = 'pipeline_control_';

/**
 * Whether the target has tables in the database that is looked into. The harness does not create this database, so a target
 * that writes to another one has none here.
 */
const hasOwnTables = async ({ target }: ScenarioContext): Promise<boolean> =>
  (await target.databaseTables()).some((table) => !table.startsWith(controlTable));

/** The rows that are counted in another table, which has one. */
const countedRows = async ({ names, target }: ScenarioContext): Promise<number | undefined> => {
  const table = controlTable + names.prefix;
  let count: number | undefined;
  await target.withTable(table, async () => {
    count = (await target.pipelineRows())[table];
  });
  return count;
};

/** The bucket that only the harness asks for, as a control. */
const controlBucket = '/kfp-conformance-control/';

const isControl = (request: string): boolean => request.includes(` ${controlBucket}`);

/** Whether a request of the harness to the object store is remembered. */
const rememberedRequest = async ({ names, target }: ScenarioContext): Promise<boolean> => {
  const path = controlBucket + names.prefix;
  await fetch(`${target.objectStore}${path}`, { method: 'HEAD' });
  return (await target.objectStoreRequests()).includes(`HEAD ${path}`);
};

/** The requests of the target to the object store. */
const ownRequests = async ({ target }: ScenarioContext): Promise<readonly string[]> =>
  (await target.objectStoreRequests()).filter((request) => !isControl(request));

const storedInKubernetes: Scenario = {
  name: 'stored-in-kubernetes-only',
  lanes: ['kubernetes/rest', 'kubernetes/crd'],
  capabilities: ['database-rows', 'object-store'],
  // Rows and requests of other scenarios would count as well.
  exclusiveListing: true,
  checks: ['STO-01', 'STO-02'],
  observes: ['elsewhere'],
  writes: 20,
  async run(context) {
    const { check, given, observe, target } = context;
    const hasTables = await hasOwnTables(context);
    const counted = hasTables ? await countedRows(context) : undefined;
    const remembered = await rememberedRequest(context);
    const rows = await target.pipelineRows();
    const requests = await ownRequests(context);
    const grownTables = async () =>
      Object.entries(await target.pipelineRows()).flatMap(([table, count]) =>
        count > (rows[table] ?? 0) && !table.startsWith(controlTable) ? [table] : [],
      );
    const deleteObjects = await given('pipelines and versions are made', () => createObjects(context));
    // A copy that is deleted along with its pipeline counts as well.
    const beforeDeletion = await grownTables();
    await given('they are deleted', deleteObjects);
    const added = [...new Set([...beforeDeletion, ...(await grownTables())])];
    const asked = (await ownRequests(context)).length > requests.length;
    observe('elsewhere', { added, asked });
    await check('STO-01', () => {
      if (!hasTables)
        throw new Error(
          'the target has no table in the database that it was given, so it cannot be seen whether it adds rows; expected it to create its tables there at its start',
        );
      soft.equal(counted, 1, 'rows that are counted in a table with one row');
      soft.deepEqual(added, [], 'tables of the database that got rows');
    });
    await check('STO-02', () => {
      soft.equal(remembered, true, 'a request of the harness to the object store is remembered');
      if (requests.length === 0)
        throw new Error(
          'the target has sent no request to the object store that it was given, so it cannot be seen whether it uses it; expected it to ask for its bucket at its start',
        );
      soft.equal(asked, false, 'the object store was asked');
    });
  },
};

export default defineSuite({ title: 'STO: where definitions live', scenarios: [storedInKubernetes] });
