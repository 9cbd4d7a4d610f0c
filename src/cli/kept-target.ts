import type { TargetPool } from '../broker/target-pool.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import { variants, type VariantName } from '../contract/variant.ts';
import { keptByDefault, type KeepOptions } from './keep-options.ts';

/** How an API server that `env up` keeps running is reached, in the words of a reproduction. */
export interface KeptTarget {
  /** `http://127.0.0.1:PORT` */
  readonly kfp: string;
  readonly kubernetes: string;
  /** Of a multi-user target a name that is free. */
  readonly namespace: string;
  /** The label of the namespaces that its webhooks are about. */
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
}

/** Starts the API server that the options ask for, as a run does. It ends with the pool. */
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
