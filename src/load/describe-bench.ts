import { callerConnection } from '../clients/rest-access.ts';
import { healthOf } from '../environments/existing/preflight/health.ts';
import type { Bench } from './bench.ts';
import type { LoadRecord } from './load-record.ts';
import type { NamedTarget } from './named-target.ts';

/** Notes the environment of a run, once, and its targets, each once. */
export const describeBench = async (
  { environment, identity, instance }: Bench,
  record: LoadRecord,
  { name, target }: NamedTarget,
): Promise<void> => {
  if (record.environment === undefined) {
    const { settings, labels } = await environment.reportedSettings();
    record.environment = {
      name: environment.name,
      versions: environment.versions,
      durability: settings['durability'] === 'relaxed' ? 'relaxed' : 'full',
      audit: settings['kube-apiserver audit'] !== 'off',
      identity,
      settings: { ...settings, 'limits of the Kubernetes client of the target': 'its own' },
      labels: [...labels],
    };
  }
  if (record.targets.some((other) => other.name === name)) return;
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
