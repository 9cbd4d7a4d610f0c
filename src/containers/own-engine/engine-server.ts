import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { lastLinesOf } from '../../processes/last-lines.ts';
import { findExecutable, searchPath } from '../../processes/search-path.ts';
import type { EngineFolders } from './engine-folders.ts';
import type { EnginePrograms } from './engine-programs.ts';
import { engineApi } from '../engine-api.ts';
import { engineVersion } from '../find-engine.ts';
import { removeLeftovers } from './leftovers.ts';
import { removeAll } from './remove-all.ts';
import { patience } from '../../waiting/slowness.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

/** A container engine that runs as a child of this process. */
export interface EngineServer {
  readonly version: string;
  /** Resolves when the engine has exited, with the reason and its last log lines. */
  readonly ended: Promise<string>;
  /** Removes everything that runs in the engine and stops it. Only the images in its data directory remain. */
  stop(): Promise<void>;
}

const readyMs = 60_000;
const stopMs = 20_000;

const argumentsOf = ({ data, runtime, address }: EngineFolders, programs: EnginePrograms): readonly string[] => [
  // The engine has its own file, because /etc/docker/daemon.json configures the machine's engine.
  `--config-file=${path.join(runtime, 'daemon.json')}`,
  `--data-root=${data}`,
  `--exec-root=${path.join(runtime, 'exec')}`,
  `--pidfile=${path.join(runtime, 'dockerd.pid')}`,
  `--host=${address}`,
  `--add-runtime=kfp-conformance=${programs.runtime}`,
  '--default-runtime=kfp-conformance',
  // The machine's packet filter is not changed: ports are published by proxies, and containers can reach each other and
  // the host, but no other machine.
  '--iptables=false',
  '--ip6tables=false',
  '--ip-forward=false',
  '--ip-masq=false',
  // Without the default bridge, every interface belongs to a network and is removed with it.
  '--bridge=none',
];

/** Starts dockerd and waits until it answers. */
export const startEngineServer = async (folders: EngineFolders, programs: EnginePrograms): Promise<EngineServer> => {
  const { runtime, data, address } = folders;
  await removeLeftovers(runtime, data);
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(runtime, 'daemon.json'), '{}\n');
  const logPath = path.join(runtime, 'dockerd.log');
  const log = openSync(logPath, 'a', 0o600);
  const setpriv = await findExecutable(['setpriv'], searchPath());
  // If the keeper is killed, dockerd gets SIGTERM and stops its containers.
  const command = [...(setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'TERM', '--']), programs.dockerd];
  const child = spawn(command[0] ?? '', [...command.slice(1), ...argumentsOf(folders, programs)], {
    env: { ...process.env, ...programs.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const lastLines = () => lastLinesOf(logPath, 8).join('\n  ');
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve(`it exited with ${signal ?? `code ${code}`}. Its last log lines:\n  ${lastLines()}`),
    );
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), pause(patience(stopMs))]);
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    await removeLeftovers(runtime, data);
  };
  try {
    const version = await waitUntil({
      name: `start of the container engine ${programs.dockerd}`,
      deadlineMs: readyMs,
      intervalMs: 50,
      look: async () => {
        const end = await Promise.race([ended, Promise.resolve(undefined)]);
        if (end !== undefined)
          throw new EnvironmentError(`the container engine ${programs.dockerd} did not start: ${end}`);
        try {
          return { done: await engineVersion(address) };
        } catch (cause) {
          return { observed: (cause as Error).message };
        }
      },
      details: () => ({ logTail: lastLinesOf(logPath, 8) }),
    });
    return {
      version,
      ended,
      stop: async () => {
        await using api = engineApi(address);
        try {
          await removeAll(api);
        } finally {
          await stop();
        }
      },
    };
  } catch (cause) {
    // A process that could not be started has left nothing to clean up.
    if (child.pid !== undefined) await stop();
    throw cause;
  }
};
