import { startBroker, type Broker } from '../broker/broker.ts';
import { TargetPool } from '../broker/target-pool.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import type { EnvironmentName } from '../environments/environment.ts';
import type { Target } from '../targets/target.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { ChoiceOf, HostEnvironment } from './environment-choice.ts';
import { openRunEnvironment } from './run-environment.ts';

export interface OpenRunOptions<Name extends EnvironmentName> extends Waiting {
  readonly environment: ChoiceOf<Name>;
  /** The storage modes whose target is started immediately; absent: all. The others are started on demand. */
  readonly modes?: readonly StorageMode[];
}

/** The servers of a run: an environment, its targets, and the broker that lends them. Disposing of it ends all of them. */
export interface Run<Name extends EnvironmentName = EnvironmentName> extends HostEnvironment<Name>, AsyncDisposable {
  readonly pool: TargetPool;
  readonly broker: Broker;
  /** Aborted when the run must end: it was interrupted, or the environment failed. */
  readonly ended: AbortSignal;
}

/** A KFP API server without manifests of its own runs with the definitions of the harness. */
const suppliesManifests = ({ kind, manifestsDirectory }: Target): boolean =>
  (kind !== 'binary' && kind !== 'image') || manifestsDirectory !== undefined;

/** Starts the servers of a run. Throws an EnvironmentError or a UsageError after it has cleaned up. */
export const openRun = async <Name extends EnvironmentName>({
  environment: choice,
  modes,
  progress,
  signal,
}: OpenRunOptions<Name>): Promise<Run<Name>> => {
  await using stack = new AsyncDisposableStack();
  const { environment, target, host } = stack.use(await openRunEnvironment<Name>(choice, { progress, signal }));
  const ended = AbortSignal.any([signal, environment.broken]);
  const pool = stack.use(
    await TargetPool.open({
      environment,
      host,
      manifestsSupplied: suppliesManifests(target),
      progress,
      signal: ended,
      ...(modes !== undefined && { modes }),
    }),
  );
  ended.throwIfAborted();
  const broker = stack.use(await startBroker(pool, environment, ended));
  const owned = stack.move();
  return { environment, target, host, pool, broker, ended, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
