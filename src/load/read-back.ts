import type { Bench } from './bench.ts';
import { httpSender } from '../clients/http.ts';
import { itemsOf, jsonOf, object, text, type Json } from '../clients/json-response.ts';
import { collectionPath } from '../clients/kubernetes.ts';
import type { ReceivedResponse } from '../contract/exchange.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import { pipelineName, versionObjectName } from './data/names.ts';
import type { ExpectedTexts } from './expected-objects.ts';
import { restConnection } from './rest-connection.ts';

/** Reads single objects of a store. Throws an EnvironmentError if one cannot be read. */
export interface ReadBack {
  pipeline(index: number): Promise<ExpectedTexts>;
  /** The definition of the version of a pipeline. */
  definition(index: number): Promise<Json>;
}

const timeoutMs = 30_000;

const byRest = (bench: Bench): ReadBack => {
  const { prefix, namespaces, tenancy } = bench;
  const send = httpSender('rest', restConnection(bench), { record: () => {}, timeoutMs });
  const get = async (target: string): Promise<ReceivedResponse> => {
    const answer = await send({ method: 'GET', target: `/apis/v2beta1/pipelines${target}`, headers: {} });
    if (answer.status === 200) return answer;
    throw new EnvironmentError(`reading back ${target}: status ${answer.status}: ${answer.body.slice(0, 300)}`);
  };
  const queryAt = (index: number): string =>
    tenancy === 'multi-user' ? `?namespace=${namespaces[index % namespaces.length] ?? ''}` : '';
  const byName = async (index: number): Promise<Json> =>
    jsonOf(await get(`/names/${pipelineName(prefix, index)}${queryAt(index)}`));
  return {
    pipeline: async (index) => {
      const found = await byName(index);
      return {
        name: text(found, 'name'),
        displayName: text(found, 'display_name'),
        description: text(found, 'description'),
      };
    },
    definition: async (index) => {
      const { pipeline_id: id } = await byName(index);
      const [version] = itemsOf(await get(`/${String(id)}/versions?page_size=2`), 'pipeline_versions');
      if (version === undefined) throw new EnvironmentError(`pipeline ${index} has no version`);
      return object(version, 'pipeline_spec');
    },
  };
};

const byKubernetes = ({ cluster, prefix, namespaces }: Bench): ReadBack => {
  const get = async (kind: string, index: number, name: string): Promise<Json> => {
    const namespace = namespaces[index % namespaces.length] ?? '';
    const path = collectionPath(namespace, kind, name);
    const found = await cluster.get(path);
    if (found === undefined) throw new EnvironmentError(`reading back ${path}: it does not exist`);
    return found;
  };
  return {
    pipeline: async (index) => {
      const found = await get('pipelines', index, pipelineName(prefix, index));
      const spec = object(found, 'spec');
      return {
        name: text(object(found, 'metadata'), 'name'),
        displayName: text(spec, 'displayName'),
        description: text(spec, 'description'),
      };
    },
    definition: async (index) => {
      const found = await get('pipelineversions', index, versionObjectName(prefix, index));
      return object(object(found, 'spec'), 'pipelineSpec');
    },
  };
};

/** Reads from the store itself where the Kubernetes API is the store, else through the target. */
export const readBack = (bench: Bench): ReadBack =>
  bench.storage === 'database' ? byRest(bench) : byKubernetes(bench);
