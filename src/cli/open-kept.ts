import type { RunningLocalEnvironment } from '../environments/local/running-local-environment.ts';
import { startLocal } from '../runner/environments/local.ts';
import { openRun } from '../runner/open-run.ts';
import type { Waiting } from '../waiting/waiting.ts';
import type { KeepOptions } from './keep-options.ts';
import { startKeptTarget, type KeptTarget } from './kept-target.ts';

/** The servers that `env up` keeps running. Disposing of it ends all of them. */
export interface Kept extends AsyncDisposable {
  readonly environment: RunningLocalEnvironment;
  /** Absent if none was requested. */
  readonly target?: KeptTarget;
}

/** Starts the servers that the options describe. Throws an EnvironmentError or a UsageError after it has cleaned up. */
export const openKept = async (options: KeepOptions, waiting: Waiting): Promise<Kept> => {
  const { target, manifests, databaseUrl } = options;
  const own = { kept: true, ...(databaseUrl !== undefined && { databaseUrl }) };
  if (target === undefined) {
    const environment = await startLocal(own, waiting);
    return { environment, [Symbol.asyncDispose]: () => environment[Symbol.asyncDispose]() };
  }
  await using stack = new AsyncDisposableStack();
  const run = stack.use(
    await openRun({
      environment: { environment: 'local', target, ...(manifests !== undefined && { manifests }), ...own },
      modes: [],
      ...waiting,
    }),
  );
  const started = await startKeptTarget(run.pool, options);
  const owned = stack.move();
  return { environment: run.environment, target: started, [Symbol.asyncDispose]: () => owned.disposeAsync() };
};
