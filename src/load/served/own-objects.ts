import { jsonOf, object, text } from '../../clients/json-response.ts';
import { apiV2, type KfpClient } from '../../clients/kfp.ts';
import { collectionPath } from '../../clients/kubernetes.ts';
import type { ClusterClient } from '../../cluster/cluster-client.ts';
import { restPages } from '../../environments/existing/clean-up/rest-pages.ts';
import { restPipelines, type RestListing } from '../../environments/existing/clean-up/rest-pipelines.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { indexOfName } from '../data/names.ts';
import type { NamedIds } from '../object-ids.ts';
import { countResources } from '../pipeline-count.ts';
import type { StoredKind, StoreReader } from '../store-reader.ts';

const plurals = { pipelines: 'pipelines', versions: 'pipelineversions' } as const;

const countIds = async (ids: NamedIds): Promise<number> => {
  let count = 0;
  for await (const page of ids) count += page.length;
  return count;
};

/** The custom resources of a run, among those of others: read page by page in its namespaces, and known by their prefix. */
export const ownResources = (cluster: ClusterClient, namespaces: readonly string[], prefix: string): StoreReader => {
  async function* ids(kind: StoredKind): NamedIds {
    for (const namespace of namespaces)
      for await (const page of cluster.metadataPages(collectionPath(namespace, plurals[kind])))
        yield page.flatMap((item) => {
          const metadata = object(item, 'metadata');
          const name = text(metadata, 'name');
          return name.startsWith(`${prefix}-`) ? [{ name, id: text(metadata, 'uid') }] : [];
        });
  }
  /** Those of others too, which does not matter for a difference. */
  const all = async (kind: StoredKind): Promise<number> => {
    let count = 0;
    for (const namespace of namespaces)
      count += await countResources(cluster, collectionPath(namespace, plurals[kind]));
    return count;
  };
  return {
    pipelines: () => countIds(ids('pipelines')),
    versions: () => countIds(ids('versions')),
    created: async () => (await all('pipelines')) + (await all('versions')),
    ids: (kind) => ids(kind),
  };
};

/** Requests for the versions of pipelines that are sent at once. */
const parallel = 8;

const requireAnswer = (what: string, answer: Awaited<ReturnType<KfpClient['call']>>): typeof answer => {
  if (answer.status === 200) return answer;
  throw new EnvironmentError(`${what}: the API server answered ${answer.status}: ${answer.body.slice(0, 300)}`);
};

/** Name and id of every version of a pipeline. */
const versionsOf = async (kfp: KfpClient, pipeline: string): Promise<{ name: string; id: string }[]> => {
  const path = `${apiV2}/pipelines/${pipeline}/versions`;
  const list = { kfp, path, field: 'pipeline_versions', name: `the listing of the versions of pipeline ${pipeline}` };
  const found: { name: string; id: string }[] = [];
  for await (const page of restPages(list))
    found.push(...page.map((one) => ({ name: text(one, 'name'), id: text(one, 'pipeline_version_id') })));
  return found;
};

/** The pipelines of a run by REST, among those of others: read page by page, and known by their prefix. */
export const ownPipelines = (listings: readonly [RestListing, ...RestListing[]], prefix: string): StoreReader => {
  const [{ kfp }] = listings;
  async function* pipelines(): NamedIds {
    for (const listing of listings)
      yield (await restPipelines(listing)).filter(({ name }) => name.startsWith(`${prefix}-`));
  }
  /** A server lists versions by pipeline only. */
  async function* versions(isWanted: (index: number) => boolean): NamedIds {
    for await (const page of pipelines()) {
      const wanted = page.filter(({ name }) => isWanted(indexOfName(prefix, name) ?? -1));
      for (let at = 0; at < wanted.length; at += parallel)
        yield (await Promise.all(wanted.slice(at, at + parallel).map(({ id }) => versionsOf(kfp, id)))).flat();
    }
  }
  return {
    pipelines: () => countIds(pipelines()),
    versions: () => countIds(versions(() => true)),
    created: async () => {
      let count = 0;
      for (const { namespace } of listings) {
        const answer = await kfp.call('GET', `${apiV2}/pipelines`, { query: { namespace, page_size: 1 } });
        count += Number(jsonOf(requireAnswer('the number of pipelines', answer))['total_size'] ?? 0);
      }
      return count;
    },
    ids: (kind, needed) =>
      kind === 'pipelines'
        ? pipelines()
        : versions((index) => needed.some(({ from, to }) => index >= from && index < to)),
  };
};
