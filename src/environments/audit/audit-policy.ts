import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';

/** Where an API server writes what it was asked, and the flags that make it do so. */
export interface AuditFiles {
  readonly directory: string;
  readonly logPath: string;
  readonly flags: readonly string[];
}

/**
 * The first rule that matches decides. Bodies are kept of access reviews only: those of token reviews are tokens. Of a
 * watch, which may never end, the start is written, of everything else the end.
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
 * Writes the audit policy of an environment whose harness comes as one of `administrators`. `seenAs` is the folder as the
 * API server sees it, where that is another.
 */
export const writeAuditPolicy = async (
  parent: string,
  administrators: readonly string[],
  seenAs?: string,
): Promise<AuditFiles> => {
  const directory = path.join(parent, 'audit');
  await mkdir(directory, { mode: 0o700 });
  await writeFile(path.join(directory, 'policy.yaml'), stringify(policyFor(administrators)));
  const logPath = path.join(directory, 'audit.log');
  // An API server that runs as somebody else writes into a file that is there, and leaves it to its owner.
  await writeFile(logPath, '', { mode: 0o600 });
  const seen = seenAs ?? directory;
  return {
    directory,
    logPath,
    flags: [
      `--audit-policy-file=${path.join(seen, 'policy.yaml')}`,
      `--audit-log-path=${path.join(seen, 'audit.log')}`,
      '--audit-log-format=json',
      // Written before the answer ends: whoever has an answer finds the entry.
      '--audit-log-mode=blocking',
      // At most half a gigabyte: 600,000 entries and more.
      '--audit-log-maxsize=256',
      '--audit-log-maxbackup=1',
    ],
  };
};
