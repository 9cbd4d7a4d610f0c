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

/** A container that is used as a process of this machine: its network is the machine's. */
export interface ImageProcess extends Omit<RunningProcess, 'pid'> {
  /** Of its container: another start has another. */
  readonly identity: string;
  readonly logPath: string;
  /** How it ended; undefined while it runs. */
  ended(): { readonly code: number | null; readonly signal: string | null } | undefined;
}

/** What a program in an image is started with. */
export interface ImageCommand {
  /** For messages. */
  readonly name: string;
  readonly args: readonly string[];
  /** On top of what the image sets. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders of this machine that it finds in the same place. */
  readonly folders: readonly string[];
  /** Its working directory, in one of them. */
  readonly cwd: string;
  /** File of this machine that its output goes to. */
  readonly logPath: string;
  /** Stands on its container as a label. */
  readonly runId: string;
}

const killed = 137;
const terminated = 143;

/** A shell's way to say by which signal a program ended. */
const endOf = (status: number): { readonly code: number | null; readonly signal: string | null } => {
  if (status === killed) return { code: null, signal: 'SIGKILL' };
  if (status === terminated) return { code: null, signal: 'SIGTERM' };
  return { code: status, signal: null };
};

/** Removes containers that a killed run left, this one's name among them. */
const reap = async (address: string): Promise<void> => {
  await using api = engineApi(address);
  await reapClusters(api);
};

/** Starts the program of an image, as this user, so that it reads what belongs to this user. */
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
      // Its container's end is what counts.
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
    // Whoever ends it is told.
  });
  const send = async (what: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    try {
      await own.kill({ signal: what });
    } catch (cause) {
      // It ended at the same moment.
      if (!isEngineAnswer(cause, 404, 409)) throw cause;
    }
  };
  const kill = async (): Promise<void> => {
    if (end === undefined) await send('SIGKILL');
    await exited;
  };
  const stop = async (): Promise<void> => {
    if (end !== undefined) return;
    const again = (what: 'SIGTERM' | 'SIGKILL') => () => {
      // One that cannot be sent is sent by whoever kills it.
      if (end === undefined) send(what).catch(() => {});
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
