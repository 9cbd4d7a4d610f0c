import type { ServerSeconds } from '../../../judgement/load/attribution.ts';

/**
 * The seconds of kube-apiserver, webhooks and etcd in the increases of an interval, by scraper; undefined if kube-apiserver
 * was not scraped. A request that a webhook itself sends to the API server counts in both, which `attribute` bounds.
 */
export const serverSeconds = (
  totals: Readonly<Record<string, Readonly<Record<string, number>>>>,
): ServerSeconds | undefined => {
  const apiServer = totals['kube-apiserver'];
  if (apiServer === undefined) return undefined;
  return {
    apiServer: apiServer['requestSeconds'] ?? 0,
    webhook: apiServer['webhookSeconds'] ?? 0,
    etcd: apiServer['etcdSeconds'] ?? 0,
  };
};
