import { startBroker, type Broker } from '../broker/broker.ts';
import { TargetPool } from '../broker/target-pool.ts';
import type { Environment, RunningEnvironment } from '../environments/environment.ts';
import { local } from '../environments/local/local.ts';
import type { StorageMode } from '../lanes/lane-name.ts';
import { readManifests } from '../targets/manifests.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import type { Target } from '../targets/target.ts';

export interface SessionOptions {
  /** `reference` or `binary:PATH` */
  readonly target: string;
  readonly manifests?: string;
  readonly databaseUrl?: string;
  readonly modes?: readonly StorageMode[];
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** An environment with a target in it and a broker that lends it. Ending it ends all of them, in the right order. */
export interface Session extends AsyncDisposable {
  readonly environment: RunningEnvironment;
  readonly target: Target;
  readonly pool: TargetPool;
  readonly broker: Broker;
  /** Aborted when the run has to end: it was interrupted, or the environment broke. */
  readonly ended: AbortSignal;
}

/** Starts everything a run needs. Throws an EnvironmentError or a UsageError, and then nothing is left. */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const { progress, signal } = options;
  const target = await resolveTarget(options.target, options.manifests);
  const manifests = await readManifests(target);
  const environments: Environment = local({
    ...(options.databaseUrl !== undefined && { databaseUrl: options.databaseUrl }),
  });
  await using stack = new AsyncDisposableStack();
  const environment = stack.use(await environments.start(progress, signal));
  const ended = AbortSignal.any([signal, environment.broken]);
  const pool = stack.use(
    await TargetPool.open({
      environment,
      target,
      manifests,
      progress,
      signal: ended,
      ...(options.modes !== undefined && { modes: options.modes }),
    }),
  );
  ended.throwIfAborted();
  const broker = stack.use(await startBroker(pool, environment, ended));
  const owned = stack.move();
  return { environment, target, pool, broker, ended, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
