import { callerConnection } from '../clients/rest-access.ts';
import { healthOf, type Health } from '../environments/existing/preflight/health.ts';
import { UsageError } from '../failures/usage-error.ts';
import type { Run } from '../runner/open-run.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';

/** The release and the commit that the target reports. Throws a UsageError where no target of the run has been started. */
export const targetIdentity = async ({ pool, host }: Run): Promise<Pick<Health, 'release' | 'commit'>> => {
  const [address] = await pool.shared();
  if (address === undefined)
    throw new UsageError(
      `--lane: the target keeps its pipelines in ${host.storageModes.join(' and ')} mode, and no lane of that was asked for`,
    );
  return healthOf(callerConnection(restAccessOf(address)));
};
