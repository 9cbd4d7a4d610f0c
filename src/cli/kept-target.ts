import { TargetPool } from '../broker/target-pool.ts';
import type { RunningLocalEnvironment } from '../environments/local/running-local-environment.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import { readManifests } from '../cluster/manifests.ts';
import { targetStarter } from '../targets/processes/target-process.ts';
import { processHost } from '../targets/processes/process-host.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import { variants, type VariantName } from '../contract/variant.ts';
import type { Waiting } from '../waiting/waiting.ts';

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

export interface TargetChoice {
  /** `reference` or `binary:PATH`; absent: none. */
  readonly target?: string;
  readonly manifests?: string;
  readonly storage?: StorageMode;
  readonly variant?: VariantName;
}

/** Starts the API server that was asked for, as a run does, and ends it with its environment. */
export const keepTarget = async (
  environment: RunningLocalEnvironment,
  { target: wanted, manifests: directory, storage = 'kubernetes', variant = 'default' }: TargetChoice,
  waiting: Waiting,
): Promise<({ readonly access: KeptTarget } & AsyncDisposable) | undefined> => {
  if (wanted === undefined) return undefined;
  const target = await resolveTarget(wanted, directory);
  const manifests = await readManifests(target, waiting);
  await using stack = new AsyncDisposableStack();
  const starter = stack.use(await targetStarter(environment, target, waiting));
  const pool = stack.use(
    await TargetPool.open({
      environment,
      host: processHost(environment, starter, manifests, waiting),
      manifestsSupplied: true,
      ...waiting,
      modes: [],
    }),
  );
  const { origin, id, namespace, kubernetes } = await pool.sharedTarget(storage, variant);
  const multiUser = variants[variant].tenancy === 'multi-user';
  const owned = stack.move();
  return {
    access: {
      kfp: origin,
      kubernetes: kubernetes.origin,
      namespace: multiUser ? 'ns-reproduction' : namespace,
      id,
      storage,
      variant,
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
