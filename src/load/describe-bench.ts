import { callerConnection } from '../clients/rest-access.ts';
import { healthOf } from '../environments/existing/preflight/health.ts';
import type { Bench } from './bench.ts';
import type { LoadRecord } from './load-record.ts';
import type { NamedTarget } from './named-target.ts';

/** Notes the environment of a run, once, and its targets, each once. */
export const describeBench = async (bench: Bench, record: LoadRecord, { name, target }: NamedTarget): Promise<void> => {
  record.environment ??= await bench.describe();
  if (record.targets.some((other) => other.name === name)) return;
  const { instance } = bench;
  const { release, commit } = await healthOf(
    instance.rest === undefined ? { origin: instance.origin } : callerConnection(instance.rest),
  );
  record.targets.push({
    name,
    kind: target.kind,
    release,
    commit,
    ...(target.kind === 'binary' && target.sha256 !== undefined && { sha256: target.sha256 }),
  });
};
