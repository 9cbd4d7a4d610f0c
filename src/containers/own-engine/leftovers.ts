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
    // The process has ended meanwhile.
    return '';
  }
};

const parentOf = (pid: number): number => Number(/^PPid:\s*(\d+)$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1]);

/** The container that a process is in, where control groups say so by which it may have been frozen. */
const containerOf = (pid: number): readonly string[] =>
  /^\d+:freezer:\/docker\/([0-9a-f]+)/m.exec(readOrNothing(`/proc/${pid}/cgroup`))?.slice(1) ?? [];

/** Processes of an engine that was killed: its containerd, shims and proxies name its folder, containers are below them. */
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

/** What is mounted below the folders, the innermost first. */
const mountsBelow = (folders: readonly string[]): readonly string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((target) => folders.some((folder) => target.startsWith(`${folder}/`)))
    .toReversed();

/** Folders that an engine makes outside its own, whatever it is told. */
const outside = ['/run/docker/plugins', '/run/docker', '/run/containerd/s', '/run/containerd'];

/** The control group above those of containers, in each hierarchy; a group is empty when no process is in it. */
const controlGroups = (): readonly string[] => {
  const root = '/sys/fs/cgroup';
  if (!existsSync(root)) return [];
  return ['', ...readdirSync(root)]
    .map((hierarchy) => path.join(root, hierarchy, 'docker'))
    .filter((group) => existsSync(group));
};

/** Ends and unmounts what an engine with these folders left, however it ended, and removes the first folder. */
export const removeLeftovers = async (runtime: string, data: string): Promise<void> => {
  await waitUntil({
    name: `end of the processes of ${runtime}`,
    deadlineMs: 10_000,
    intervalMs: 50,
    look: () => {
      const left = processesBelow(runtime);
      if (left.length === 0) return { done: true };
      for (const pid of left) signalProcess(pid, 'SIGKILL');
      for (const container of new Set(left.flatMap(containerOf))) thaw(container);
      return { observed: `processes ${left.join(', ')}` };
    },
  });
  for (const target of mountsBelow([runtime, data])) execFileSync('umount', ['--lazy', target]);
  rmSync(runtime, { recursive: true, force: true });
  for (const folder of [...outside, ...controlGroups()])
    try {
      rmdirSync(folder);
    } catch (cause) {
      // Not there, or somebody else's as well.
      if (!['ENOENT', 'ENOTEMPTY', 'EBUSY'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    }
};
