import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import type { ContainerEngine } from '../containers/container-engine.ts';
import { isEngineAnswer } from '../containers/engine-answer-error.ts';
import { engineApi } from '../containers/engine-api.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { RunningProcess } from '../processes/running-process.ts';
import { instanceLabel, ownedLabels } from '../environments/kind/cluster-labels.ts';
import { watchOwner } from '../environments/kind/owner-watch.ts';
import { reapClusters, removeClusters } from '../environments/kind/reap-clusters.ts';
import { useEngine } from '../environments/kind/use-engine.ts';
import { lastLinesOf } from '../processes/last-lines.ts';
import type { EngineImage } from '../containers/images/engine-image.ts';
import { patience } from '../waiting/slowness.ts';

/** A container that is used like a process of this machine, with the host network. */
export interface ImageProcess extends Omit<RunningProcess, 'pid'> {
  /** The id of its container; every start has a different one. */
  readonly identity: string;
  readonly logPath: string;
  /** How it ended; undefined while it runs. */
  ended(): { readonly code: number | null; readonly signal: string | null } | undefined;
}

/** The settings with which the program of an image is started. */
export interface ImageCommand {
  /** For messages. */
  readonly name: string;
  readonly args: readonly string[];
  /** Added to the variables of the image. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders of this machine, mounted at the same paths. */
  readonly folders: readonly string[];
  /** Its working directory, in one of these folders. */
  readonly cwd: string;
  /** The file of this machine that receives its output. */
  readonly logPath: string;
  /** A label of its container. */
  readonly runId: string;
}

const killed = 137;
const terminated = 143;

/** Translates the exit status of a container, where 128 + n stands for signal n. */
const endOf = (status: number): { readonly code: number | null; readonly signal: string | null } => {
  if (status === killed) return { code: null, signal: 'SIGKILL' };
  if (status === terminated) return { code: null, signal: 'SIGTERM' };
  return { code: status, signal: null };
};

/** Removes containers leaked by killed runs, which may hold the name of this one. */
const reap = async (address: string): Promise<void> => {
  await using api = engineApi(address);
  await reapClusters(api);
};

/** Starts the program of an image as the current user, so that it can read this user's files. */
export const startImageProcess = async (
  engine: ContainerEngine,
  { reference, program }: EngineImage,
  { name, args, env, folders, cwd, logPath, runId }: ImageCommand,
  signal: AbortSignal,
): Promise<ImageProcess> => {
  signal.throwIfAborted();
  await useEngine(engine);
  await reap(engine.address);
  const labels = ownedLabels(runId, false);
  const unwatch = watchOwner(engine.address);
  const log = createWriteStream(logPath, { flags: 'a', mode: 0o600 });
  let printed: Promise<unknown> = Promise.resolve();
  const container = new GenericContainer(reference)
    .withNetworkMode('host')
    .withEntrypoint([...program])
    .withCommand([...args])
    .withEnvironment({ ...env })
    .withBindMounts(folders.map((folder) => ({ source: folder, target: folder, mode: 'rw' as const })))
    .withWorkingDir(cwd)
    .withLabels({ ...labels })
    .withAutoCleanup(false)
    .withWaitStrategy(Wait.forAll([]))
    .withLogConsumer((stream: Readable) => {
      stream.pipe(log);
      printed = finished(stream);
      // The exit of the container is reported, not an error of the log stream.
      printed.catch(() => {});
    });
  if (process.getuid !== undefined) container.withUser(`${process.getuid()}:${process.getgid?.()}`);
  const remove = async (): Promise<void> => {
    await using api = engineApi(engine.address);
    await removeClusters(api, (resource) => resource.labels[instanceLabel] === labels[instanceLabel]);
  };
  let started;
  try {
    started = await container.start();
    signal.throwIfAborted();
  } catch (cause) {
    await remove();
    await unwatch();
    log.end();
    signal.throwIfAborted();
    throw new EnvironmentError(
      `${name}: the image ${reference} could not be started with ${program.join(' ')}: ${(cause as Error).message}`,
      { cause },
    );
  }
  const own = (await getContainerRuntimeClient()).container.getById(started.getId());
  let end: { readonly code: number | null; readonly signal: string | null } | undefined;
  const waited = own.wait() as Promise<{ readonly StatusCode: number }>;
  const exited = waited
    .then(
      ({ StatusCode }) => endOf(StatusCode),
      (cause: Error) => ({ code: null, signal: `its container engine (${cause.message})` }),
    )
    .then(async (how) => {
      await Promise.race([printed.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2000))]);
      log.end();
      await finished(log);
      end = how;
      await remove();
      await unwatch();
      return how;
    });
  exited.catch(() => {
    // `kill` and `stop` report the error.
  });
  const send = async (signalName: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    try {
      await own.kill({ signal: signalName });
    } catch (cause) {
      // The container ended in the meantime.
      if (!isEngineAnswer(cause, 404, 409)) throw cause;
    }
  };
  const kill = async (): Promise<void> => {
    if (end === undefined) await send('SIGKILL');
    await exited;
  };
  const stop = async (): Promise<void> => {
    if (end !== undefined) return;
    const again = (signalName: 'SIGTERM' | 'SIGKILL') => () => {
      // `kill` repeats a signal that could not be sent.
      if (end === undefined) send(signalName).catch(() => {});
    };
    const timers = [setTimeout(again('SIGTERM'), patience(1000)), setTimeout(again('SIGKILL'), patience(5000))];
    await send('SIGTERM');
    await exited;
    timers.forEach(clearTimeout);
  };
  return {
    name,
    identity: started.getId().slice(0, 12),
    exited,
    logPath,
    ended: () => end,
    lastLines: (count) => lastLinesOf(logPath, count),
    kill,
    stop,
    [Symbol.asyncDispose]: kill,
  };
};
