import { kfpClient } from '../clients/kfp.ts';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { deletePipelines } from '../cluster/delete-pipelines.ts';
import type { TargetAddress } from '../targets/started-target.ts';
import { itemsOf, text } from '../clients/json-response.ts';
import { apiV2 } from '../clients/kfp.ts';
import { patience } from '../waiting/slowness.ts';
import { waitUntil } from '../waiting/wait-until.ts';

const deadlineMs = 10_000;

/** Removes every pipeline of an unused target; false if its listing is not empty within 10 s, or longer on a slow machine. */
export const emptyTarget = async (address: TargetAddress, cluster: ClusterClient): Promise<boolean> => {
  const kfp = kfpClient({ origin: address.origin }, { record: () => {}, timeoutMs: patience(deadlineMs) });
  const look = async () => {
    const listed = await kfp.call('GET', `${apiV2}/pipelines`, { query: { page_size: 200 } });
    if (listed.status !== 200) return { done: false };
    const left = itemsOf(listed, 'pipelines');
    if (left.length === 0) return { done: true };
    if (address.storage === 'database')
      for (const pipeline of left)
        await kfp.call('DELETE', `${apiV2}/pipelines/${text(pipeline, 'pipeline_id')}`, { query: { cascade: true } });
    return { observed: `${left.length} pipelines` };
  };
  // A database is empty after the last answer, but objects of a cluster are removed asynchronously.
  const intervalMs = address.storage === 'database' ? 0 : 50;
  try {
    if (address.storage === 'kubernetes') await deletePipelines(cluster, address.namespace);
    return await waitUntil({ name: `empty listing of ${address.id}`, deadlineMs, intervalMs, look });
  } catch {
    // The target did not become empty in time or stopped answering: the pool ends it and starts another on demand.
    return false;
  }
};
