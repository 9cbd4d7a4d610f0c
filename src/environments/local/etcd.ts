import path from 'node:path';
import { request } from 'undici';
import { awaitComponent } from './await-ready.ts';
import { goEnvironment, type ComponentHost } from './component-host.ts';
import type { SupervisedProcess } from './supervised-process.ts';

export interface Etcd {
  readonly process: SupervisedProcess;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
}

const healthOf = async (endpoint: string): Promise<string | undefined> => {
  try {
    const answer = await request(`${endpoint}/health`, { headersTimeout: 2000, bodyTimeout: 2000 });
    const body = await answer.body.text();
    return answer.statusCode === 200 && body.includes('"true"') ? undefined : `status ${answer.statusCode}: ${body}`;
  } catch (cause) {
    return (cause as Error).message;
  }
};

/** In bytes. Enough for 100,000 pipelines with versions; with the default of 2 GiB a load run would fail with NOSPACE. */
export const etcdQuota = 8 * 1024 ** 3;

/** The only member of an etcd cluster. */
export interface EtcdMember {
  readonly name: string;
  readonly dataDirectory: string;
  /** `http://127.0.0.1:PORT` */
  readonly peer: string;
}

/**
 * Starts one etcd member on loopback, without TLS because its data is test data and TLS costs CPU time. `restore` fills its
 * data directory; absent: it starts without data.
 */
export const startEtcd = async (
  program: string,
  host: ComponentHost,
  restore?: (member: EtcdMember) => Promise<void>,
): Promise<Etcd> => {
  const endpoint = `http://127.0.0.1:${await host.freePort()}`;
  const peer = `http://127.0.0.1:${await host.freePort()}`;
  const dataDirectory = path.join(host.directory, `etcd-${new URL(endpoint).port}`);
  await restore?.({ name: 'etcd', dataDirectory, peer });
  const process = await host.spawn('etcd', {
    file: program,
    args: [
      '--name=etcd',
      `--data-dir=${dataDirectory}`,
      `--listen-client-urls=${endpoint}`,
      `--advertise-client-urls=${endpoint}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=etcd=${peer}`,
      `--quota-backend-bytes=${etcdQuota}`,
      '--log-level=warn',
      ...(host.settings.durability === 'relaxed' ? ['--unsafe-no-fsync'] : []),
    ],
    env: goEnvironment(host),
    cwd: host.directory,
  });
  await awaitComponent(process, 30_000, host.signal, () => healthOf(endpoint));
  return { process, endpoint };
};
