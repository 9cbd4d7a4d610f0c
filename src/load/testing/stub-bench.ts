import path from 'node:path';
import { resolveComponent } from '../../components/set-up.ts';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import { superviseProcess, type SupervisedProcess } from '../../environments/local/supervised-process.ts';
import { testFolder } from '../../testing/test-folder.ts';
import type { Bench } from '../bench.ts';
import { k6In } from '../k6/run-k6.ts';

/** A bench whose target is a stub: k6 is real, and so are its scripts. */
export interface StubBench extends AsyncDisposable {
  readonly bench: Bench;
  /** The processes of k6 that run. */
  readonly running: () => readonly SupervisedProcess[];
}

/** `count`: the pipelines of the stub; `variables`: of the scripts; `k6Started`: called with the number of the run, from 1. */
export const stubBench = async (
  origin: string,
  count: () => number,
  variables: Readonly<Record<string, string>>,
  k6Started: (run: number, pid: number) => void,
): Promise<StubBench> => {
  await using stack = new AsyncDisposableStack();
  const { path: stateDirectory } = stack.use(await testFolder());
  const started: SupervisedProcess[] = [];
  const spawn: RunningLocalEnvironment['spawn'] = async (name, command) => {
    const log = path.join(stateDirectory, `${name}.log`);
    const process = await superviseProcess(name, command, log, () => {});
    started.push(process);
    k6Started(started.length, process.pid);
    return process;
  };
  stack.defer(async () => void (await Promise.all(started.map((process) => process.kill()))));
  const { path: program } = await resolveComponent('k6');
  // Whatever else a bench has, no measurement with k6 uses it.
  const environment: Pick<RunningLocalEnvironment, 'stateDirectory' | 'spawn'> = { stateDirectory, spawn };
  const bench: Pick<Bench, 'k6' | 'variables' | 'store' | 'showsServers'> = {
    k6: k6In(environment, program, ''),
    variables: { KFP_URL: origin, ...variables },
    store: {
      pipelines: () => Promise.resolve(count()),
      versions: () => Promise.resolve(0),
      created: () => Promise.resolve(count()),
      ids: () => {
        throw new Error('a stub has no ids');
      },
    },
    // It has none, so that none is busy.
    showsServers: true,
  };
  const owned = stack.move();
  return {
    bench: bench as Bench,
    running: () => started.filter((one) => one.ended() === undefined),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
