import { callerConnection } from '../clients/rest-access.ts';
import { healthOf, type Health } from '../environments/existing/preflight/health.ts';
import { UsageError } from '../failures/usage-error.ts';
import type { Run } from '../runner/open-run.ts';
import { restAccessOf } from '../targets/rest-access-of.ts';

/** The release and the commit that the target reports. Throws a UsageError if the run has started no target. */
export const targetIdentity = async ({ pool, host }: Run): Promise<Pick<Health, 'release' | 'commit'>> => {
  const [address] = await pool.shared();
  if (address === undefined)
    throw new UsageError(
      `--lane: the target stores its pipelines in ${host.storageModes.join(' and ')} mode; select a lane of that mode`,
    );
  return healthOf(callerConnection(restAccessOf(address)));
};
