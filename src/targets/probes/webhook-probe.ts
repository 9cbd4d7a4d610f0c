import type { Json } from '../../clients/json-response.ts';
import { collectionPath, type KubernetesClient } from '../../clients/kubernetes.ts';
import { apiVersion } from '../../lanes/crd.ts';
import { minimalDefinition } from '../minimal-definition.ts';
import type { FeatureProbe, ProbeStep } from './feature-probe.ts';
import { answerText, ask, textAt, type ProbeRequest } from './probe-answer.ts';
import type { ProbeContext } from './probe-context.ts';

const pathIn = (kubernetes: KubernetesClient | undefined, plural: string, name?: string): string =>
  collectionPath(kubernetes?.namespace ?? '', plural, name);

/** Creates an object through the Kubernetes API; no answer to the creation itself means absence. */
const written = (
  plural: 'pipelines' | 'pipelineversions',
  kind: string,
  spec: (context: ProbeContext) => object,
  read: ProbeStep['read'],
): ProbeStep => ({
  request: (context) => ({
    by: 'kubernetes',
    method: 'POST',
    path: pathIn(context.kubernetes, plural),
    json: {
      apiVersion,
      kind,
      metadata: { name: context.name, namespace: context.kubernetes?.namespace },
      spec: spec(context),
    },
  }),
  success: 201,
  read: (body, context, earlier) =>
    textAt(body, 'metadata', 'name') === context.name ? read(body, context, earlier) : 'unreadable',
  // A denial shows that some webhook answers, and the failure of its call that one is registered: neither shows that the
  // target sets no defaults.
  absent: [],
  remove: async (context) => {
    const path = pathIn(context.kubernetes, plural, context.name);
    const request: ProbeRequest = { by: 'kubernetes', method: 'DELETE', path };
    const answer = await ask(context, request);
    return [200, 202, 404].includes(answer.status) ? undefined : answerText(request, answer);
  },
});

export const webhookProbe: FeatureProbe = {
  unasked: ({ kubernetes }) => (kubernetes === undefined ? 'pipelines are stored in the database' : undefined),
  steps: [
    written(
      'pipelines',
      'Pipeline',
      () => ({}),
      () => 'expected',
    ),
    written(
      'pipelineversions',
      'PipelineVersion',
      ({ name }) => ({ pipelineName: name, pipelineSpec: minimalDefinition.pipelineSpec }),
      ({ metadata }) => {
        // The mutating webhook makes the Pipeline the owner: backend/src/apiserver/webhook/pipelineversion_webhook.go,
        // `Default`. Without it the API server stores the object as it was sent.
        const { ownerReferences: owners } = metadata as Json;
        if (owners === undefined || (Array.isArray(owners) && owners.length === 0))
          return { absent: 'the PipelineVersion has no owner' };
        return Array.isArray(owners) && owners.length === 1 ? 'expected' : 'unreadable';
      },
    ),
  ],
};
