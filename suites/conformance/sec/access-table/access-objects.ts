import type { StorageMode } from '../../../../src/contract/lane-name.ts';
import type { PipelineRef, VersionRef } from '../../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import { jsonOf, object, objects, text } from '../../../../src/clients/json-response.ts';
import { collectionPath } from '../../../../src/clients/kubernetes.ts';
import { createdPipeline } from '../../../expectations/created-pipeline.ts';
import { createdVersion } from '../../../expectations/created-version.ts';
import { smallDefinition } from '../../../expectations/small-definition.ts';

/** A version with the name of its object, which is empty where versions are no objects. */
export type NamedVersion = VersionRef & { readonly objectName: string };

/** What calls are made on: a pipeline and a version to read and to change, and ones that may be deleted. */
export interface AccessObjects {
  readonly namespace: string;
  readonly pipeline: PipelineRef;
  readonly version: NamedVersion;
  readonly doomedPipeline: PipelineRef;
  /** Of `pipeline`. */
  readonly doomedVersion: NamedVersion;
}

type ObjectNames = (context: ScenarioContext) => Promise<ReadonlyMap<string, string>>;

const namesInCluster: ObjectNames = async ({ namespace, people }) => {
  const answer = await people.admin.call('GET', collectionPath(namespace, 'pipelineversions'));
  const found = objects(jsonOf(answer), 'items').map((item) => object(item, 'metadata'));
  return new Map(found.map((metadata) => [text(metadata, 'uid'), text(metadata, 'name')]));
};

/** Object names of versions by id, as the cluster's administrator sees them; in a database versions are no objects. */
const objectNames: Readonly<Record<StorageMode, ObjectNames>> = {
  database: () => Promise.resolve(new Map()),
  kubernetes: namesInCluster,
};

/** The versions with the names of their objects. */
export const namedVersions = async (
  context: ScenarioContext,
  versions: readonly VersionRef[],
): Promise<readonly NamedVersion[]> => {
  const names = await objectNames[context.target.storage](context);
  return versions.map((version) => ({ ...version, objectName: names.get(version.id) ?? '' }));
};

/** Written by the owner of the namespace, in the way of the lane, and shown on every surface of it. */
export const givenAccessObjects = (context: ScenarioContext, label: string): Promise<AccessObjects> =>
  context.given(`the objects ${label} are created`, async () => {
    const { lane, names, namespace } = context;
    const [pipeline, doomedPipeline] = await Promise.all([
      createdPipeline(lane, { name: names.of(label) }),
      createdPipeline(lane, { name: names.of(`${label}-doomed`) }),
    ]);
    const definition = smallDefinition();
    const versions = await Promise.all(
      ['kept', 'doomed'].map((name) => createdVersion(lane, pipeline, { name, definition })),
    );
    const [version, doomedVersion] = await namedVersions(context, versions);
    if (version === undefined || doomedVersion === undefined) throw new Error('two versions were created');
    return { namespace, pipeline, version, doomedPipeline, doomedVersion };
  });
