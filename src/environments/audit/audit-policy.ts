import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';

/** The audit files of an API server, and the flags that enable its audit log. */
export interface AuditFiles {
  readonly directory: string;
  readonly logPath: string;
  readonly flags: readonly string[];
}

/**
 * The first matching rule applies. Bodies are logged only for access reviews, because those of token reviews contain
 * tokens. A watch is logged at its start, because it may never end; any other request is logged at its end.
 */
const policyFor = (administrators: readonly string[]) => ({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', users: [...administrators, 'system:apiserver'] },
    {
      level: 'RequestResponse',
      verbs: ['create'],
      resources: [{ group: 'authorization.k8s.io', resources: ['subjectaccessreviews'] }],
    },
    {
      level: 'Metadata',
      verbs: ['create'],
      resources: [{ group: 'authentication.k8s.io', resources: ['tokenreviews'] }],
    },
    {
      level: 'Metadata',
      verbs: ['watch'],
      resources: [{ group: 'pipelines.kubeflow.org' }],
      omitStages: ['ResponseComplete'],
    },
    { level: 'Metadata', resources: [{ group: 'pipelines.kubeflow.org' }] },
    { level: 'None' },
  ],
});

/**
 * Writes the audit policy of an environment. Requests of `administrators`, as which the harness authenticates, are not
 * logged. `mountedAt` is the path of the directory inside the API server's container, if it runs in one.
 */
export const writeAuditPolicy = async (
  parent: string,
  administrators: readonly string[],
  mountedAt?: string,
): Promise<AuditFiles> => {
  const directory = path.join(parent, 'audit');
  await mkdir(directory, { mode: 0o700 });
  await writeFile(path.join(directory, 'policy.yaml'), stringify(policyFor(administrators)));
  const logPath = path.join(directory, 'audit.log');
  // An API server that runs as another user then appends to this file and does not change its owner.
  await writeFile(logPath, '', { mode: 0o600 });
  const serverPath = mountedAt ?? directory;
  return {
    directory,
    logPath,
    flags: [
      `--audit-policy-file=${path.join(serverPath, 'policy.yaml')}`,
      `--audit-log-path=${path.join(serverPath, 'audit.log')}`,
      '--audit-log-format=json',
      // The entry is written before the answer ends, so a client that has the answer finds the entry.
      '--audit-log-mode=blocking',
      // At most half a gigabyte, enough for more than 600,000 entries.
      '--audit-log-maxsize=256',
      '--audit-log-maxbackup=1',
    ],
  };
};
