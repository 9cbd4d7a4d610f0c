import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { slowness } from '../waiting/slowness.ts';
import { identify, type ProcessIdentity } from '../processes/process-identity.ts';

const identitySchema = z.object({ pid: z.number().int().positive(), start: z.string(), scope: z.string() });

const stateSchema = z.object({
  /** Kept by `env up`, ended by `env down`. */
  kept: z.boolean(),
  /** The process that owns the environment; when it is gone the environment is abandoned. */
  owner: identitySchema,
  /** What the owner's time-outs are multiplied by; files of earlier versions do not say. */
  slowness: z.number().min(1).default(1),
  /** Every process started, each the leader of a process group of its own. */
  processes: z.array(z.object({ name: z.string(), identity: identitySchema })),
});

/** What is on disk of a running environment, so that others can end what its owner could not. */
export type EnvironmentState = z.infer<typeof stateSchema>;

/** Folders of environments begin with this. */
export const statePrefix = 'env-';

const stateFile = (directory: string): string => path.join(directory, 'state.json');

/** Undefined for a folder whose owner died before it wrote the file. */
export const readState = (directory: string): EnvironmentState | undefined => {
  let text: string;
  try {
    text = readFileSync(stateFile(directory), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
  return stateSchema.parse(JSON.parse(text));
};

/** The private (0700) folder of an environment and the list of its processes in it. */
export interface StateDirectory {
  readonly path: string;
  /** Writes a started process down. Synchronous: between start and record nothing else of this program runs. */
  record(name: string, pid: number): void;
  /** Synchronous too, for the last moment of a process. */
  remove(): void;
}

export const createStateDirectory = (runtimeDirectory: string, kept: boolean): StateDirectory => {
  const directory = mkdtempSync(path.join(runtimeDirectory, statePrefix));
  const owner = identify(process.pid) as ProcessIdentity;
  const processes: EnvironmentState['processes'] = [];
  const write = () => {
    // Renamed into place, so that a reader never sees half a file.
    writeFileSync(
      `${stateFile(directory)}.new`,
      JSON.stringify({ kept, owner, slowness: slowness(), processes } satisfies EnvironmentState),
      {
        mode: 0o600,
      },
    );
    renameSync(`${stateFile(directory)}.new`, stateFile(directory));
  };
  write();
  return {
    path: directory,
    record: (name, pid) => {
      const identity = identify(pid);
      if (identity === undefined) return;
      processes.push({ name, identity });
      write();
    },
    remove: () => rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
};
