import { assert } from '../../../src/scenarios/assert.ts';
import { jsonOf, object, objects, text } from '../../../src/clients/json-response.ts';
import { collectionPath } from '../../../src/clients/kubernetes.ts';
import { versionObject } from '../../../src/lanes/crd.ts';
import type { Pipeline } from '../../../src/lanes/pipeline.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

/** The decisions of the webhooks on each request to the Kubernetes API, in words. */
export interface Decisions {
  readonly 'a valid version': string;
  readonly 'a version of no pipeline': string;
  readonly 'a version with a V1 definition': string;
}

export const rightDecisions: Decisions = {
  'a valid version': 'admitted, with owner and label',
  'a version of no pipeline': 'refused',
  'a version with a V1 definition': 'refused',
};

/** An Argo Workflow, which the KFP v1 API accepted as a definition. */
const workflow = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', spec: { entrypoint: 'main' } };

/** Creates one valid and several invalid versions; `round` keeps the names of repeated attempts distinct. */
export const admissionDecisions = async (
  { kubernetes, namespace, names }: ScenarioContext,
  pipeline: Pipeline,
  round: string,
): Promise<Decisions> => {
  const path = collectionPath(namespace, 'pipelineversions');
  const send = async (parent: string, name: string, definition = smallDefinition()) => {
    const body = versionObject(namespace, parent, { name: `${name}-${round}`, definition });
    const answer = await kubernetes.call('POST', path, body);
    const { status } = answer;
    return { status, metadata: status === 201 ? object(jsonOf(answer), 'metadata') : {} };
  };
  const refusal = ({ status }: { readonly status: number }): string =>
    // The API server answers 500 when it cannot reach a webhook.
    status >= 400 && status < 500 ? 'refused' : `answered ${status}`;
  const valid = await send(pipeline.name, 'valid');
  const owners = objects(valid.metadata, 'ownerReferences').map((owner) => text(owner, 'uid'));
  const label = text(object(valid.metadata, 'labels'), 'pipelines.kubeflow.org/pipeline-id');
  const isDefaulted = owners.includes(pipeline.id) && label === pipeline.id;
  return {
    'a valid version':
      valid.status === 201
        ? `admitted, ${isDefaulted ? 'with' : 'without'} owner and label`
        : `answered ${valid.status}`,
    'a version of no pipeline': refusal(await send(names.of('nobody'), 'orphan')),
    'a version with a V1 definition': refusal(await send(pipeline.name, 'v1', { pipelineSpec: workflow })),
  };
};

/** Asserts that the webhooks decide correctly. */
export const decidesRightly = async (
  context: ScenarioContext,
  pipeline: Pipeline,
  round: string,
  when: string,
): Promise<void> => {
  assert.deepEqual(await admissionDecisions(context, pipeline, round), rightDecisions, `what is decided ${when}`);
};
