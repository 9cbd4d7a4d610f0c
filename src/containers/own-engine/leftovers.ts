import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { signalProcess } from '../../processes/send-signal.ts';
import { thaw } from '../thaw.ts';
import { waitUntil } from '../../waiting/wait-until.ts';

const readOrNothing = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has exited in the meantime.
    return '';
  }
};

const parentOf = (pid: number): number => Number(/^PPid:\s*(\d+)$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1]);

/** The id of the container of a process, from its freezer group in cgroup v1. */
const containerOf = (pid: number): readonly string[] =>
  /^\d+:freezer:\/docker\/([0-9a-f]+)/m.exec(readOrNothing(`/proc/${pid}/cgroup`))?.slice(1) ?? [];

/**
 * The processes of a killed engine. The command lines of its containerd, shims and proxies contain the engine's directory;
 * the processes of containers are their descendants.
 */
export const processesBelow = (folder: string): readonly number[] => {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  const found = new Set(
    pids.filter((pid) =>
      readOrNothing(`/proc/${pid}/cmdline`)
        .split('\0')
        .some((argument) => argument.includes(`${folder}/`)),
    ),
  );
  const children = Map.groupBy(pids, parentOf);
  const queue = [...found];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop())
    for (const child of children.get(pid) ?? [])
      if (!found.has(child)) {
        found.add(child);
        queue.push(child);
      }
  return [...found];
};

/** The mount points below the directories, innermost first. */
const mountsBelow = (folders: readonly string[]): readonly string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((target) => folders.some((folder) => target.startsWith(`${folder}/`)))
    .toReversed();

/** Directories that an engine always creates outside its own. */
const outside = ['/run/docker/plugins', '/run/docker', '/run/containerd/s', '/run/containerd'];

/** The parent control groups of containers, one in each hierarchy. */
const controlGroups = (): readonly string[] => {
  const root = '/sys/fs/cgroup';
  if (!existsSync(root)) return [];
  return ['', ...readdirSync(root)]
    .map((hierarchy) => path.join(root, hierarchy, 'docker'))
    .filter((group) => existsSync(group));
};

/** Kills the processes and removes the mounts of an engine that has exited, and removes its runtime directory. */
export const removeLeftovers = async (runtime: string, data: string): Promise<void> => {
  await waitUntil({
    name: `exit of the processes of ${runtime}`,
    deadlineMs: 10_000,
    intervalMs: 50,
    look: () => {
      const remaining = processesBelow(runtime);
      if (remaining.length === 0) return { done: true };
      for (const pid of remaining) signalProcess(pid, 'SIGKILL');
      for (const container of new Set(remaining.flatMap(containerOf))) thaw(container);
      return { observed: `processes ${remaining.join(', ')}` };
    },
  });
  for (const target of mountsBelow([runtime, data])) execFileSync('umount', ['--lazy', target]);
  rmSync(runtime, { recursive: true, force: true });
  for (const folder of [...outside, ...controlGroups()])
    try {
      rmdirSync(folder);
    } catch (cause) {
      // The directory does not exist, or another engine uses it.
      if (!['ENOENT', 'ENOTEMPTY', 'EBUSY'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
};
