import type { HttpResponse } from '../contract/exchange.ts';
import { jsonObject, object, objects, text, type Json } from '../clients/json-response.ts';
import { apiV2, type KfpClient } from '../clients/kfp.ts';
import { collectionPath, pipelinesGroup, type KubernetesClient } from '../clients/kubernetes.ts';
import { NoAnswerError } from '../contract/exchange.ts';
import { features as featureNames, type Feature, type Features } from '../contract/feature.ts';
import type { PackageServer } from '../lanes/package-server.ts';
import { apiVersion } from '../lanes/crd.ts';
import { minimalDefinition } from './minimal-definition.ts';
import type { Tenancy } from '../contract/variant.ts';

/** The inputs of a probe; `name` is a unique pipeline name. */
export interface ProbeContext {
  readonly tenancy: Tenancy;
  readonly kfp: KfpClient;
  /** The same user, with requests that name no namespace. */
  readonly shared: KfpClient;
  /** The namespace that it is configured to store shared pipelines in. */
  readonly sharedNamespace: string;
  /** Undefined if pipelines are stored in the database. */
  readonly kubernetes: KubernetesClient | undefined;
  readonly packages: PackageServer;
  readonly name: string;
}

/** Detects a feature of a target by using it. Removes the objects that it creates. */
export type Probe = (context: ProbeContext) => Promise<boolean>;

const removePipeline = async (kfp: KfpClient, id: string): Promise<void> => {
  await kfp.call('DELETE', `${apiV2}/pipelines/${id}`, { query: { cascade: true } });
};

const webhook: Probe = async ({ kubernetes, name }) => {
  if (kubernetes === undefined) return false;
  const path = (plural: string, item?: string) => collectionPath(kubernetes.namespace, plural, item);
  const metadata = { name, namespace: kubernetes.namespace };
  await kubernetes.call('POST', path('pipelines'), { apiVersion, kind: 'Pipeline', metadata, spec: {} });
  const version = await kubernetes.call('POST', path('pipelineversions'), {
    apiVersion,
    kind: 'PipelineVersion',
    metadata,
    spec: { pipelineName: name, pipelineSpec: minimalDefinition.pipelineSpec },
  });
  await kubernetes.call('DELETE', path('pipelineversions', name));
  await kubernetes.call('DELETE', path('pipelines', name));
  return (
    version.status === 201 &&
    objects(object(jsonObject(version.body) ?? {}, 'metadata'), 'ownerReferences').length === 1
  );
};

const v1beta1: Probe = async ({ kfp }) => (await kfp.call('GET', '/apis/v1beta1/pipelines?page_size=1')).status === 200;

const loopbackPackageUrl: Probe = async ({ kfp, packages, name }) => {
  const created = await kfp.call('POST', `${apiV2}/pipelines`, { json: { name } });
  const id = text(jsonObject(created.body) ?? {}, 'pipeline_id');
  const version = await kfp.call('POST', `${apiV2}/pipelines/${id}/versions`, {
    json: { pipeline_id: id, name: `${name}-v`, package_url: { pipeline_url: packages.serve(minimalDefinition) } },
  });
  if (id !== '') await removePipeline(kfp, id);
  return version.status === 200;
};

/** Creates a pipeline without a namespace and reads the resulting object; false if the target rejects the request. */
const sharedPipeline =
  (
    readCreated: (kubernetes: KubernetesClient, created: Json, name: string) => Promise<HttpResponse> | undefined,
  ): Probe =>
  async ({ tenancy, shared, kubernetes, name }) => {
    if (tenancy !== 'multi-user' || kubernetes === undefined) return false;
    const created = jsonObject((await shared.call('POST', `${apiV2}/pipelines`, { json: { name } })).body) ?? {};
    const id = text(created, 'pipeline_id');
    if (id === '') return false;
    const found = await readCreated(kubernetes, created, name);
    await removePipeline(shared, id);
    return found?.status === 200 && text(object(jsonObject(found.body) ?? {}, 'metadata'), 'uid') === id;
  };

/** Only the configured namespace counts, because permissions are granted there. */
const sharedNamespace: Probe = (context) =>
  sharedPipeline((kubernetes, created, name) =>
    text(created, 'namespace') === context.sharedNamespace
      ? kubernetes.call('GET', collectionPath(context.sharedNamespace, 'pipelines', name))
      : undefined,
  )(context);

const sharedCluster = sharedPipeline((kubernetes, _created, name) =>
  kubernetes.call('GET', `${pipelinesGroup}/sharedpipelines/${name}`),
);

export const probes: Readonly<Record<Feature, Probe>> = {
  webhook,
  v1beta1,
  'loopback-package-url': loopbackPackageUrl,
  'shared-namespace': sharedNamespace,
  'shared-cluster': sharedCluster,
};

const rateSample = 14;

/** REST writes per second, measured over more writes than a client-side burst of 10 can hide; between 1 and 1,000. */
const probeWriteRate = async ({ kfp, name }: ProbeContext): Promise<number> => {
  const ids: string[] = [];
  const started = performance.now();
  for (let index = 0; index < rateSample; index += 1) {
    const created = await kfp.call('POST', `${apiV2}/pipelines`, { json: { name: `${name}-rate-${index}` } });
    ids.push(text(jsonObject(created.body) ?? {}, 'pipeline_id'));
  }
  const seconds = (performance.now() - started) / 1000;
  for (const id of ids) await removePipeline(kfp, id);
  // A client limit of 5 a second allows a burst of 10, so the rate after the burst is measured.
  const afterBurst = (rateSample - 10) / Math.max(seconds, 0.001);
  return Math.min(1_000, Math.max(1, afterBurst));
};

/** The result of probing a target. */
export interface Probed {
  readonly features: Features;
  readonly writesPerSecond: number;
}

/** A target that does not answer a probe counts as lacking the feature; the scenarios report the missing answers. */
const ifUnanswered =
  <Value>(value: Value) =>
  (cause: unknown): Value => {
    if (cause instanceof NoAnswerError) return value;
    throw cause;
  };

export const probe = async (contextOf: (name: string) => ProbeContext): Promise<Probed> => {
  const found = await Promise.all(
    featureNames.map(async (name) => [name, await probes[name](contextOf(name)).catch(ifUnanswered(false))] as const),
  );
  const writesPerSecond = await probeWriteRate(contextOf('rate')).catch(ifUnanswered(1));
  return { features: Object.fromEntries(found) as Features, writesPerSecond };
};
