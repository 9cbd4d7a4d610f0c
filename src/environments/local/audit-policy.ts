import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';

/** Where an API server writes what it was asked, and the flags that make it do so. */
export interface AuditFiles {
  readonly logPath: string;
  readonly flags: readonly string[];
}

/**
 * The first rule that matches decides. Bodies are kept of access reviews only: those of token reviews are tokens. Of a
 * watch, which may never end, the start is written, of everything else the end.
 */
const policyFor = (administrator: string) => ({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', users: [administrator, 'system:apiserver'] },
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

/** Writes the audit policy of an environment whose harness comes as `administrator`. */
export const writeAuditPolicy = async (directory: string, administrator: string): Promise<AuditFiles> => {
  const own = path.join(directory, 'audit');
  await mkdir(own, { mode: 0o700 });
  const policyPath = path.join(own, 'policy.yaml');
  await writeFile(policyPath, stringify(policyFor(administrator)));
  const logPath = path.join(own, 'audit.log');
  return {
    logPath,
    flags: [
      `--audit-policy-file=${policyPath}`,
      `--audit-log-path=${logPath}`,
      '--audit-log-format=json',
      // Written before the answer ends: whoever has an answer finds the entry.
      '--audit-log-mode=blocking',
      // At most half a gigabyte: 600,000 entries and more.
      '--audit-log-maxsize=256',
      '--audit-log-maxbackup=1',
    ],
  };
};
