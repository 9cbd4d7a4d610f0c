import type { Json } from '../../clients/json-response.ts';
import { collectionPath, pipelinesGroup } from '../../clients/kubernetes.ts';
import { creation } from './created-by-rest.ts';
import type { FeatureProbe, ProbeStep } from './feature-probe.ts';
import { textAt } from './probe-answer.ts';
import type { ProbeContext } from './probe-context.ts';

const unasked = ({ tenancy, kubernetes }: ProbeContext): string | undefined => {
  if (kubernetes === undefined) return 'pipelines are stored in the database';
  return tenancy === 'single-user' ? 'a single-user target has no shared pipelines' : undefined;
};

/** Creates a pipeline without a namespace; `home`: what the namespace that it got shows. */
const sharedCreation = (
  home: (namespace: string, context: ProbeContext) => ReturnType<ProbeStep['read']>,
): ProbeStep => {
  const step = creation('shared', [
    // `CreatePipeline` in backend/src/apiserver/storage/pipeline_store_kubernetes.go: "A namespace is required" as a
    // BadRequestError, which is google.rpc.Code 10 (aborted). A name that is taken has code 6.
    { status: 409, code: 10 },
    // REQUIRE_NAMESPACE_FOR_PIPELINES in backend/src/apiserver/validation/namespace.go, and SHR-07.
    { status: 400, code: 3, text: /namespace/i },
  ]);
  return {
    ...step,
    read: (body, context, earlier) => {
      const reading = step.read(body, context, earlier);
      return reading === 'expected' ? home(textAt(body, 'namespace'), context) : reading;
    },
  };
};

/** Reads the object of the created pipeline; only an object with the pipeline's id is the pipeline. */
const objectAt = (path: (context: ProbeContext) => string): ProbeStep => ({
  request: (context) => ({ by: 'kubernetes', method: 'GET', path: path(context) }),
  success: 200,
  read: (body, _context, [pipeline]: readonly Json[]) =>
    textAt(body, 'metadata', 'uid') === textAt(pipeline, 'pipeline_id') ? 'expected' : 'unreadable',
  // Kubernetes API conventions, "HTTP Status codes": neither the kind nor the object is there.
  absent: [{ status: 404 }],
});

/** Only the configured namespace counts, because permissions are granted there. */
export const sharedNamespaceProbe: FeatureProbe = {
  unasked,
  steps: [
    sharedCreation((namespace, { sharedNamespace, sharedNamespaceSet }) => {
      if (namespace === sharedNamespace) return 'expected';
      const reason = `its namespace is not ${sharedNamespace}`;
      return sharedNamespaceSet || namespace === '' ? { absent: reason } : { open: reason };
    }),
    objectAt(({ sharedNamespace, name }) => collectionPath(sharedNamespace, 'pipelines', name)),
  ],
};

export const sharedClusterProbe: FeatureProbe = {
  unasked,
  steps: [
    sharedCreation((namespace) =>
      namespace === '' ? 'expected' : { absent: 'an object with a namespace is not cluster-scoped' },
    ),
    objectAt(({ name }) => `${pipelinesGroup}/sharedpipelines/${name}`),
  ],
};
