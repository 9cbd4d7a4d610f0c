import type { StoreRecord } from '../judgement/load/schema.ts';
import type { Mark } from './sampling/interval.ts';
import type { Sampler } from './sampling/sampler.ts';

/** The memory of the processes at a mark, by name; those of one name together. */
const memoryAt = ({ afterScrape: { processes } }: Mark): StoreRecord['rssBytes'] => {
  const bytes: Record<string, number> = {};
  for (const { name, usage } of processes.values()) bytes[name] = (bytes[name] ?? 0) + usage.rssBytes;
  return bytes;
};

/** The sizes and memory of a store at rest: at a mark, and from what the servers said last. */
export const storeAtRest = (
  sampler: Pick<Sampler, 'latest'>,
  mark: Mark,
): Pick<StoreRecord, 'rssBytes' | 'etcdBytes' | 'etcdBytesInUse' | 'databaseBytes'> => {
  const latest = sampler.latest();
  const [etcdBytes, etcdBytesInUse, databaseBytes] = ['etcd/dbBytes', 'etcd/inUseBytes', 'mariadb/dataBytes'].map(
    (name) => latest[name],
  );
  return {
    rssBytes: memoryAt(mark),
    ...(etcdBytes !== undefined && { etcdBytes }),
    ...(etcdBytesInUse !== undefined && { etcdBytesInUse }),
    ...(databaseBytes !== undefined && { databaseBytes }),
  };
};
