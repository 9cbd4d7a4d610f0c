import { kfpClient } from '../clients/kfp.ts';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { deletePipelines } from '../cluster/delete-pipelines.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import { jsonOf, objects, text } from '../clients/json-response.ts';
import { apiV2 } from '../clients/kfp.ts';
import { patience } from '../waiting/slowness.ts';

const deadlineMs = 10_000;

/** Removes every pipeline of a target nobody uses; false when its listing is not empty within 10 s, on a slow machine more. */
export const emptyTarget = async (address: TargetAddress, cluster: ClusterClient): Promise<boolean> => {
  const limitMs = patience(deadlineMs);
  const kfp = kfpClient({ origin: address.origin }, { record: () => {}, timeoutMs: limitMs });
  const deadline = performance.now() + limitMs;
  try {
    if (address.storage === 'kubernetes') await deletePipelines(cluster, address.namespace);
    while (performance.now() < deadline) {
      const listed = await kfp.call('GET', `${apiV2}/pipelines`, { query: { page_size: 200 } });
      if (listed.status !== 200) return false;
      const left = objects(jsonOf(listed), 'pipelines');
      if (left.length === 0) return true;
      if (address.storage === 'database')
        for (const pipeline of left)
          await kfp.call('DELETE', `${apiV2}/pipelines/${text(pipeline, 'pipeline_id')}`, { query: { cascade: true } });
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  } catch {
    // It does not answer any more: the pool ends it and starts another when one is needed.
    return false;
  }
};
