import type { Measurement } from './schema.ts';

export type Attribution = NonNullable<Measurement['attribution']>;

/** What the servers measured themselves between two instants. */
export interface ServerSeconds {
  /** Of whole requests to kube-apiserver: the webhooks and etcd are in it. */
  readonly apiServer: number;
  readonly webhook: number;
  /** Of requests by kube-apiserver to etcd. */
  readonly etcd: number;
}

/**
 * Divides the mean of an iteration, in milliseconds as the client measured it, among client, API server, webhook and etcd.
 * `iterations` are all between the two instants, those of the warm-up too, since the servers count them all. The parts are
 * never negative and their sum is the client's mean: what the servers measured beyond it served others, such as the garbage
 * collector, and is left out.
 */
export const attribute = (meanMs: number, iterations: number, servers: ServerSeconds): Attribution | undefined => {
  if (iterations === 0 || !(meanMs > 0)) return undefined;
  const each = (seconds: number): number => (seconds * 1000) / iterations;
  const webhook = each(servers.webhook);
  const etcd = each(servers.etcd);
  // kube-apiserver also asks etcd for its caches, outside of requests.
  const apiServer = Math.max(0, each(servers.apiServer) - webhook - etcd);
  const served = apiServer + webhook + etcd;
  // Which of the servers worked for others is unknown, so all parts shrink alike.
  const scale = served > meanMs ? meanMs / served : 1;
  return {
    client: Math.max(0, meanMs - served),
    apiServer: apiServer * scale,
    webhook: webhook * scale,
    etcd: etcd * scale,
  };
};

/** The share of an iteration that API server, webhook and etcd explain. */
export const servedShare = ({ client, apiServer, webhook, etcd }: Attribution): number => {
  const served = apiServer + webhook + etcd;
  return served === 0 ? 0 : served / (client + served);
};
