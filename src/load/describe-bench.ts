import { callerConnection } from '../clients/rest-access.ts';
import { healthOf } from '../environments/existing/preflight/health.ts';
import type { LoadReport } from '../judgement/load/schema.ts';
import type { Bench } from './bench.ts';
import type { LoadRecord } from './load-record.ts';
import type { NamedTarget } from './named-target.ts';

/** What a report says of a target before it has been asked. */
export type ReportedTarget = Pick<LoadReport['targets'][number], 'name' | 'kind' | 'sha256'>;

export const reportedTarget = ({ name, target }: NamedTarget): ReportedTarget => ({
  name,
  kind: target.kind,
  ...(target.kind === 'binary' && target.sha256 !== undefined && { sha256: target.sha256 }),
});

/** Notes the environment of a run, once, and its targets, each once. */
export const describeBench = async (bench: Bench, record: LoadRecord, target: ReportedTarget): Promise<void> => {
  record.environment ??= await bench.describe();
  if (record.targets.some(({ name }) => name === target.name)) return;
  const { origin, rest } = bench.instance;
  const { release, commit } = await healthOf(rest === undefined ? { origin } : callerConnection(rest));
  record.targets.push({ ...target, release, commit });
};
