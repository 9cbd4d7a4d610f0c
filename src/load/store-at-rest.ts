import type { StoreRecord } from '../judgement/load/schema.ts';
import type { Sampler } from './sampling/sampler.ts';

const rssSuffix = '/rssBytes';

/** The sizes and memory of a store at rest, from the last samples. */
export const storeAtRest = (
  sampler: Pick<Sampler, 'latest'>,
): Pick<StoreRecord, 'rssBytes' | 'etcdBytes' | 'etcdBytesInUse' | 'databaseBytes'> => {
  const latest = sampler.latest();
  const rss = Object.entries(latest).flatMap(([name, value]) =>
    name.endsWith(rssSuffix) ? [[name.slice(0, -rssSuffix.length), value] as const] : [],
  );
  const [etcdBytes, etcdBytesInUse, databaseBytes] = ['etcd/dbBytes', 'etcd/inUseBytes', 'mariadb/dataBytes'].map(
    (name) => latest[name],
  );
  return {
    rssBytes: Object.fromEntries(rss),
    ...(etcdBytes !== undefined && { etcdBytes }),
    ...(etcdBytesInUse !== undefined && { etcdBytesInUse }),
    ...(databaseBytes !== undefined && { databaseBytes }),
  };
};
