import { startBroker, type Broker } from '../broker/broker.ts';
import { TargetPool } from '../broker/target-pool.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { StorageMode } from '../contract/lane-name.ts';
import type { TargetHost } from '../targets/target-host.ts';
import type { Target } from '../targets/target.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { openPlace, type Place } from './place.ts';

export interface SessionOptions extends Waiting {
  readonly place: Place;
  readonly modes?: readonly StorageMode[];
}

/** An environment with a target in it and a broker that lends it. Ending it ends all of them, in the right order. */
export interface Session extends AsyncDisposable {
  readonly environment: RunningEnvironment;
  readonly target: Target;
  readonly host: TargetHost;
  readonly pool: TargetPool;
  readonly broker: Broker;
  /** Aborted when the run has to end: it was interrupted, or the environment broke. */
  readonly ended: AbortSignal;
}

/** Starts everything a run needs. Throws an EnvironmentError or a UsageError, and then nothing is left. */
export const openSession = async ({ place, modes, progress, signal }: SessionOptions): Promise<Session> => {
  await using stack = new AsyncDisposableStack();
  const { environment, target, host } = stack.use(await openPlace(place, { progress, signal }));
  const ended = AbortSignal.any([signal, environment.broken]);
  const pool = stack.use(
    await TargetPool.open({
      environment,
      host,
      manifestsSupplied:
        target.kind !== 'binary' && target.kind !== 'image' ? true : target.manifestsDirectory !== undefined,
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
