import { assert } from '../../../../src/scenarios/assert.ts';
import type { StorageMode } from '../../../../src/contract/lane-name.ts';
import type { PipelineRef, VersionRef } from '../../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import { itemsOf, object, text } from '../../../../src/clients/json-response.ts';
import { collectionPath } from '../../../../src/clients/kubernetes.ts';
import { createdPipeline } from '../../../expectations/created-pipeline.ts';
import { createdVersion } from '../../../expectations/created-version.ts';
import { smallDefinition } from '../../../expectations/small-definition.ts';

/** A version with the name of its Kubernetes object, which is empty in database mode. */
export type NamedVersion = VersionRef & { readonly objectName: string };

/** The objects of the calls: a pipeline and a version to read and change, and others that may be deleted. */
export interface AccessObjects {
  readonly namespace: string;
  readonly pipeline: PipelineRef;
  readonly version: NamedVersion;
  readonly doomedPipeline: PipelineRef;
  /** A version of `pipeline`. */
  readonly doomedVersion: NamedVersion;
}

type ObjectNames = (context: ScenarioContext) => Promise<(id: string) => string>;

const namesInCluster: ObjectNames = async ({ namespace, people }) => {
  const answer = await people.admin.call('GET', collectionPath(namespace, 'pipelineversions'));
  const found = itemsOf(answer, 'items').map((item) => object(item, 'metadata'));
  const names = new Map(found.map((metadata) => [text(metadata, 'uid'), text(metadata, 'name')]));
  return (id) => {
    const name = names.get(id);
    // With an empty name a call for one version would become a call for all.
    assert.ok(name !== undefined, `the Kubernetes API lists version ${id}`);
    return name;
  };
};

/**
 * The names of version objects by version id, as the cluster administrator sees them. In database mode there are none.
 */
const objectNames: Readonly<Record<StorageMode, ObjectNames>> = {
  database: () => Promise.resolve(() => ''),
  kubernetes: namesInCluster,
};

/** Adds the object names to the versions. */
export const namedVersions = async (
  context: ScenarioContext,
  versions: readonly VersionRef[],
): Promise<readonly NamedVersion[]> => {
  const nameOf = await objectNames[context.target.storage](context);
  return versions.map((version) => ({ ...version, objectName: nameOf(version.id) }));
};

/**
 * The owner of the namespace creates the objects on the lane's write surface and waits until every surface shows them.
 */
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
