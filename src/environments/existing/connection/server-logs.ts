import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { redactor } from '../../redact.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { RefusedError } from '../../../cluster/refused-error.ts';
import { restPort } from './connect.ts';
import type { InstalledService } from './api-server.ts';
import { readyPods } from './ready-pod.ts';

const lines = 5_000;

/** Copies the log tails of the API server's pods into a folder, one redacted file per pod. */
export const copyServerLogs = async (
  cluster: ClusterClient,
  place: InstalledService,
  secrets: readonly string[],
  directory: string,
): Promise<void> => {
  // With an --endpoint the cluster may have no such Service.
  if ((await cluster.get(`/api/v1/namespaces/${place.namespace}/services/${place.service}`)) === undefined) return;
  await mkdir(directory, { recursive: true });
  for (const { namespace, pod } of await readyPods(cluster, { ...place, port: restPort })) {
    const log = `/api/v1/namespaces/${namespace}/pods/${pod}/log?tailLines=${lines}`;
    const answer = await cluster.call('GET', log);
    if (answer.status !== 200) throw new RefusedError({ method: 'GET', path: log }, answer);
    const redact = redactor(secrets);
    const clean = answer.body.split('\n').flatMap((line) => redact(line) ?? []);
    await writeFile(path.join(directory, `${pod}.log`), clean.join('\n'));
  }
};
