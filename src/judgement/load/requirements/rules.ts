import { appliedVersions } from './applied-versions.ts';
import { cascade } from './cascade.ts';
import { etcdSize } from './etcd-size.ts';
import { firstList } from './first-list.ts';
import { getById } from './get-by-id.ts';
import { parallelUploads } from './parallel-uploads.ts';
import type { Rule } from './rule.ts';
import { serverMemory } from './server-memory.ts';
import { traversal } from './traversal.ts';
import { unknownIds } from './unknown-ids.ts';
import { versionPage } from './version-page.ts';
import { webhookLatency } from './webhook-latency.ts';

/** The rule of each requirement of `suites/load/requirements.yaml`. */
export const rules: Readonly<Record<string, Rule>> = {
  'SCL-01': versionPage,
  'SCL-02': getById,
  'SCL-03': unknownIds,
  'SCL-04': cascade,
  'SCL-05': serverMemory,
  'SCL-06': firstList,
  'SCL-07': parallelUploads,
  'SCL-08': etcdSize,
  'SCL-09': traversal,
  'SCL-10': appliedVersions,
  'WH-22': webhookLatency,
};
