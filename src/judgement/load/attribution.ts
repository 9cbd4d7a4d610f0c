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

/** Time that does not fit between the others, and was left out. */
export interface Residue {
  readonly part: 'apiServer' | 'client';
  /** Of one iteration. */
  readonly milliseconds: number;
  readonly text: string;
}

export interface Attributed {
  readonly attribution: Attribution;
  readonly residues: readonly Residue[];
}

const shown = (milliseconds: number): string => `${milliseconds.toFixed(2)} ms`;

/**
 * Divides the mean of an iteration, in milliseconds as the client measured it, among client, API server, webhook and etcd.
 * `iterations` are all between the two instants, those of the warm-up too, since the servers count them all. The parts are
 * never negative and their sum is the client's mean: what the servers measured beyond it served others, such as the garbage
 * collector, and is a residue.
 */
export const attribute = (meanMs: number, iterations: number, servers: ServerSeconds): Attributed | undefined => {
  if (iterations === 0 || !(meanMs > 0)) return undefined;
  const each = (seconds: number): number => (seconds * 1000) / iterations;
  const webhook = each(servers.webhook);
  const etcd = each(servers.etcd);
  const remainder = each(servers.apiServer) - webhook - etcd;
  const residues: Residue[] = [];
  if (remainder < 0)
    residues.push({
      part: 'apiServer',
      milliseconds: -remainder,
      text: `webhooks and etcd took ${shown(-remainder)} an iteration more than the requests to kube-apiserver: it also works for its caches`,
    });
  const apiServer = Math.max(0, remainder);
  const served = apiServer + webhook + etcd;
  if (served > meanMs)
    residues.push({
      part: 'client',
      milliseconds: served - meanMs,
      text: `the servers worked ${shown(served - meanMs)} an iteration longer than the client waited: for others, or for several requests at once`,
    });
  // Which of the servers worked for others is unknown, so all parts shrink alike.
  const scale = served > meanMs ? meanMs / served : 1;
  return {
    attribution: {
      client: Math.max(0, meanMs - served),
      apiServer: apiServer * scale,
      webhook: webhook * scale,
      etcd: etcd * scale,
    },
    residues,
  };
};

/** The share of an iteration that API server, webhook and etcd explain. */
export const servedShare = ({ client, apiServer, webhook, etcd }: Attribution): number => {
  const served = apiServer + webhook + etcd;
  return served === 0 ? 0 : served / (client + served);
};
