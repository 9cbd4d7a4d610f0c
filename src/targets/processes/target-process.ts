import path from 'node:path';
import type { RunningProcess } from '../../processes/running-process.ts';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import type { StartableTarget } from '../target.ts';
import { bundledReference } from './bundled-reference.ts';
import type { Waiting } from '../../waiting/waiting.ts';

/** A target that runs on this machine: as a process, or as a container on its network. */
export interface TargetProcess extends Pick<RunningProcess, 'name' | 'exited' | 'lastLines' | 'kill'> {
  /** Another start has another. */
  readonly identity: string;
}

/** What a target is started with, whatever it is. */
export interface TargetStart {
  /** `target-k8s-3` */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its own folder, in the environment's state folder. */
  readonly home: string;
}

/** Starts targets of one kind on this machine. Ending it gives up what that took. */
export interface TargetStarter extends AsyncDisposable {
  start(start: TargetStart): Promise<TargetProcess>;
}

const fromEngine = async (
  environment: RunningLocalEnvironment,
  reference: string,
  { progress, signal }: Waiting,
): Promise<TargetStarter> => {
  const { containerEngine } = await import('../../containers/container-engine.ts');
  const { engineImage } = await import('../../containers/images/engine-image.ts');
  const { startImageProcess } = await import('../image.ts');
  await using stack = new AsyncDisposableStack();
  const engine: ContainerEngine = stack.use(await containerEngine({ line: progress }, signal));
  const image = await engineImage(engine, reference, { line: progress }, signal);
  const owned = stack.move();
  return {
    start: ({ name, args, env, home }) =>
      startImageProcess(
        engine,
        image,
        {
          name,
          args,
          env,
          folders: [environment.stateDirectory],
          cwd: home,
          logPath: path.join(environment.stateDirectory, 'logs', `${name}.log`),
          runId: path.basename(environment.stateDirectory),
        },
        signal,
      ),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

/** How a target is started in the local environment: a program directly, an image by the container engine. */
export const targetStarter = async (
  environment: RunningLocalEnvironment,
  target: StartableTarget,
  waiting: Waiting,
): Promise<TargetStarter> => {
  if (target.kind === 'image') return fromEngine(environment, target.executable, waiting);
  const program =
    target.kind === 'reference' ? await bundledReference(target, environment.stateDirectory, waiting) : target.command;
  return {
    start: async ({ name, args, env, home }) => {
      const inherited = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
      const command = program(args, { ...inherited, ...env });
      const running = await environment.spawn(name, { ...command, cwd: home });
      return { ...running, identity: String(running.pid) };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};
