import type { ReceivedResponse } from '../../src/contract/exchange.ts';
import { pipelinesGroup, type KubernetesClient } from '../../src/clients/kubernetes.ts';

const namespaced = new RegExp(`^${pipelinesGroup}/namespaces/[^/]+/(pipelines|pipelineversions)`);

const withKinds = (text: string): string =>
  text.replaceAll(/"kind":"(Pipeline|PipelineVersion)"/g, '"kind":"Shared$1"');
const withoutKinds = (text: string): string =>
  text.replaceAll(/"kind":\s*"Shared(Pipeline|PipelineVersion)"/g, '"kind":"$1"');

const withoutNamespace = (body: unknown): unknown => {
  const { metadata, ...rest } = body as { readonly metadata?: Readonly<Record<string, unknown>> };
  if (metadata === undefined) return body;
  const { namespace: _, ...others } = metadata;
  return { ...rest, metadata: others };
};

/** The client with Pipeline and PipelineVersion replaced by the cluster-scoped kinds of shared pipelines. */
export const clusterScoped = (kubernetes: KubernetesClient): KubernetesClient => ({
  ...kubernetes,
  call: async (method, path, body, contentType): Promise<ReceivedResponse> => {
    const target = path.replace(namespaced, `${pipelinesGroup}/shared$1`);
    const sent =
      body === undefined || Array.isArray(body) || typeof body !== 'object'
        ? body
        : (JSON.parse(withKinds(JSON.stringify(withoutNamespace(body)))) as unknown);
    const answer = await kubernetes.call(method, target, sent, contentType);
    return { ...answer, body: withoutKinds(answer.body) };
  },
});
