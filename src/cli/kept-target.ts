import type { TargetPool } from '../broker/target-pool.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import { variants, type VariantName } from '../contract/variant.ts';
import { keptByDefault, type KeepOptions } from './keep-options.ts';

/** The access data of an API server that `env up` keeps running, as reproduction scripts use it. */
export interface KeptTarget {
  /** `http://127.0.0.1:PORT` */
  readonly kfp: string;
  readonly kubernetes: string;
  /** On a multi-user target the name of a namespace that does not exist yet. */
  readonly namespace: string;
  /** The value of the label that selects the namespaces of its webhooks. */
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
}

/** Starts the API server that the options describe, as a run does. It ends with the pool. */
export const startKeptTarget = async (pool: TargetPool, options: KeepOptions): Promise<KeptTarget> => {
  const { storage, variant } = { ...keptByDefault, ...options };
  const { origin, id, namespace, kubernetes } = await pool.sharedTarget(storage, variant);
  const multiUser = variants[variant].tenancy === 'multi-user';
  return {
    kfp: origin,
    kubernetes: kubernetes.origin,
    namespace: multiUser ? 'ns-reproduction' : namespace,
    id,
    storage,
    variant,
  };
};
