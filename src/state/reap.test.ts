import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { patience } from '../waiting/slowness.ts';
import { identify, liveness, type ProcessIdentity } from '../processes/process-identity.ts';
import { reapAbandoned } from './reap.ts';

let runtime: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  runtime = await temporaryDirectory();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const started = async (command: string, args: readonly string[], cwd = runtime): Promise<ProcessIdentity> => {
  const child = spawn(command, args, { detached: true, stdio: 'ignore', cwd });
  children.push(child);
  await once(child, 'spawn');
  return identify(child.pid as number) as ProcessIdentity;
};

const deadOwner = { ...(identify(process.pid) as ProcessIdentity), start: '1' };

const environment = async (
  owner: ProcessIdentity,
  processes: readonly { readonly name: string; readonly identity: ProcessIdentity }[],
): Promise<string> => {
  const directory = path.join(runtime, `env-${(await readdir(runtime)).length}`);
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'state.json'), JSON.stringify({ kept: false, owner, processes }));
  return directory;
};

test('processes of a dead harness are ended and its files are removed', async () => {
  const identity = await started('sleep', ['60']);
  const directory = await environment(deadOwner, [{ name: 'etcd', identity }]);
  expect(await reapAbandoned(runtime)).toEqual([
    { directory, ownerPid: process.pid, ended: [`etcd (${identity.pid})`] },
  ]);
  expect(liveness(identity)).toBe('dead');
  expect(existsSync(directory)).toBe(false);
});

test('the environment of a running harness is not touched', async () => {
  const identity = await started('sleep', ['60']);
  const directory = await environment(identify(process.pid) as ProcessIdentity, [{ name: 'etcd', identity }]);
  expect(await reapAbandoned(runtime)).toEqual([]);
  expect(liveness(identity)).toBe('alive');
  expect(existsSync(directory)).toBe(true);
});

test('a later process with the pid of a component is not ended', async () => {
  const identity = await started('sleep', ['60']);
  const directory = await environment(deadOwner, [{ name: 'etcd', identity: { ...identity, start: '1' } }]);
  expect(await reapAbandoned(runtime)).toMatchObject([{ ended: [] }]);
  expect(liveness(identity)).toBe('alive');
  expect(existsSync(directory)).toBe(false);
});

// Why: the parent-death signal ends the shell of mariadb-install-db, but not the servers that the shell started.
test.runIf(process.platform === 'linux')('the children of a component that has ended are ended', async () => {
  const directory = await environment(deadOwner, []);
  const leader = await started('sh', ['-c', 'sleep 60 & echo $! > child; sleep 1; kill -9 $$'], directory);
  await expect.poll(() => liveness(leader), { timeout: patience(15_000) }).toBe('dead');
  await writeFile(
    path.join(directory, 'state.json'),
    JSON.stringify({ kept: false, owner: deadOwner, processes: [{ name: 'mariadb-install-db', identity: leader }] }),
  );
  const [reaped] = await reapAbandoned(runtime);
  expect(reaped?.ended).toHaveLength(1);
  expect(reaped?.ended[0]).toMatch(/^child of mariadb-install-db/);
});

test('a folder without a state file is removed only when it is too old to be still in creation', async () => {
  const fresh = path.join(runtime, 'env-fresh');
  const old = path.join(runtime, 'env-old');
  await mkdir(fresh);
  await mkdir(old);
  await utimes(old, new Date(0), new Date(0));
  await reapAbandoned(runtime);
  expect(await readdir(runtime)).toEqual(['env-fresh']);
});
