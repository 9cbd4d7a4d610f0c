import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { slowness } from '../waiting/slowness.ts';
import { identify, type ProcessIdentity } from '../processes/process-identity.ts';

const identitySchema = z.object({ pid: z.number().int().positive(), start: z.string(), scope: z.string() });

const stateSchema = z.object({
  /** Whether `env up` keeps the environment until `env down`. */
  kept: z.boolean(),
  /** The process that owns the environment; once it is dead the environment is abandoned. */
  owner: identitySchema,
  /** The factor of the owner's time-outs; absent in files of earlier versions. */
  slowness: z.number().min(1).default(1),
  /** Every started process, each the leader of a process group. */
  processes: z.array(z.object({ name: z.string(), identity: identitySchema })),
});

/** The state of a running environment on disk, from which another process can end it if its owner was killed. */
export type EnvironmentState = z.infer<typeof stateSchema>;

/** The prefix of the names of environment folders. */
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

/** The private (0700) folder of an environment, with the list of its processes. */
export interface StateDirectory {
  readonly path: string;
  /** Records a started process. Synchronous, so that no other code of this program runs between start and record. */
  record(name: string, pid: number): void;
  /** Synchronous, so that an exit hook can call it. */
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
