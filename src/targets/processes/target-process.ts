import path from 'node:path';
import type { RunningProcess } from '../../processes/running-process.ts';
import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import type { StartableTarget } from '../target.ts';
import { bundledReference } from './bundled-reference.ts';
import type { Waiting } from '../../waiting/waiting.ts';

/** A target on this machine: a process, or a container with the host network. */
export interface TargetProcess extends Pick<RunningProcess, 'name' | 'exited' | 'lastLines' | 'kill'> {
  /** Every start has a different one. */
  readonly identity: string;
}

/** The settings with which a target of any kind is started. */
export interface TargetStart {
  /** `target-k8s-3` */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its folder, in the state directory of the environment. */
  readonly home: string;
}

/** Starts targets of one kind on this machine. Disposing of it releases its resources. */
export interface TargetStarter extends AsyncDisposable {
  start(start: TargetStart): Promise<TargetProcess>;
  /** The digests of its image; empty for a program. */
  readonly digests: readonly string[];
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
    digests: image.digests,
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

/**
 * The starter of a target in the local environment: a program is started directly, an image by the container engine.
 */
export const targetStarter = async (
  environment: RunningLocalEnvironment,
  target: StartableTarget,
  waiting: Waiting,
): Promise<TargetStarter> => {
  if (target.kind === 'image') return fromEngine(environment, target.executable, waiting);
  const program =
    target.kind === 'reference' ? await bundledReference(target, environment.stateDirectory, waiting) : target.command;
  return {
    digests: [],
    start: async ({ name, args, env, home }) => {
      const inherited = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
      const command = program(args, { ...inherited, ...env });
      const running = await environment.spawn(name, { ...command, cwd: home });
      return { ...running, identity: String(running.pid) };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};
