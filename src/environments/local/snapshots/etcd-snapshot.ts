import { request } from 'undici';
import { z } from 'zod';
import { resolveComponent, setUpComponents } from '../../../components/set-up.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { Waiting } from '../../../waiting/waiting.ts';
import { logTail } from '../../log-tail.ts';
import { bareEnvironment, type ComponentHost } from '../component-host.ts';
import type { EtcdMember } from '../etcd.ts';
import { runToEnd } from '../run-to-end.ts';

const statusSchema = z.object({
  header: z.object({ revision: z.coerce.number() }),
  dbSize: z.coerce.number(),
});

/** The revision of etcd, and the size of its database file in bytes. */
export const etcdStatus = async (
  endpoint: string,
  signal: AbortSignal,
): Promise<{ readonly revision: number; readonly bytes: number }> => {
  const { statusCode, body } = await request(`${endpoint}/v3/maintenance/status`, {
    method: 'POST',
    body: '{}',
    signal,
  });
  const content = await body.text();
  if (statusCode !== 200)
    throw new EnvironmentError(`etcd did not report its status: status ${statusCode}: ${content}`);
  const { header, dbSize } = statusSchema.parse(JSON.parse(content));
  return { revision: header.revision, bytes: dbSize };
};

type Host = Pick<ComponentHost, 'spawn' | 'signal' | 'directory'>;

const run = async (
  host: Host,
  name: 'etcdctl' | 'etcdutl',
  args: readonly string[],
  purpose: string,
): Promise<void> => {
  const { path: file } = await resolveComponent(name);
  const environment = bareEnvironment(host.directory);
  const { process, failure } = await runToEnd(host, name, { file, args, env: environment, cwd: host.directory });
  if (failure !== undefined)
    throw new EnvironmentError(`${name} could not ${purpose}: ${failure}.`, { logTail: logTail(process) });
};

/** Saves the data of a running etcd to a file, with a checksum at its end. Sets up etcdctl if it is missing. */
export const saveEtcd = async (
  endpoint: string,
  file: string,
  host: Host,
  progress: Waiting['progress'],
): Promise<void> => {
  await setUpComponents(['etcdctl'], { line: progress }, host.signal);
  await run(host, 'etcdctl', [`--endpoints=${endpoint}`, 'snapshot', 'save', file], `save a snapshot to ${file}`);
};

/** Sets up the program that `restoreEtcd` needs. */
export const setUpRestore = (progress: Waiting['progress'], signal: AbortSignal): Promise<void> =>
  setUpComponents(['etcdutl'], { line: progress }, signal);

/** Fills the data directory of a new member. Throws an EnvironmentError if the file's checksum is wrong. */
export const restoreEtcd = (file: string, { name, dataDirectory, peer }: EtcdMember, host: Host): Promise<void> =>
  run(
    host,
    'etcdutl',
    [
      'snapshot',
      'restore',
      file,
      `--name=${name}`,
      `--data-dir=${dataDirectory}`,
      `--initial-cluster=${name}=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
    ],
    `restore the snapshot ${file}`,
  );
