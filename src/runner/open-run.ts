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
  /** The storage modes of which a target is started at once; absent: all. The others are started when they are asked for. */
  readonly modes?: readonly StorageMode[];
}

/**
 * The servers of a run: an environment with targets in it, and a broker that lends them. Ending it ends all of them, in the
 * right order.
 */
export interface Run<Name extends EnvironmentName = EnvironmentName> extends HostEnvironment<Name>, AsyncDisposable {
  readonly pool: TargetPool;
  readonly broker: Broker;
  /** Aborted when the run has to end: it was interrupted, or the environment broke. */
  readonly ended: AbortSignal;
}

/** Without manifests of its own a program of KFP is run with the definitions of the harness. */
const suppliesManifests = ({ kind, manifestsDirectory }: Target): boolean =>
  (kind !== 'binary' && kind !== 'image') || manifestsDirectory !== undefined;

/** Starts everything that a run needs. Throws an EnvironmentError or a UsageError, and then nothing is left. */
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
