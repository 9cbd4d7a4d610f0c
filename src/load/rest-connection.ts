import type { Connection } from '../clients/connection.ts';
import type { Bench } from './bench.ts';

/** The connection by which the measuring user reaches the target. */
export const restConnection = ({
  instance: { origin, rest },
  restHeaders,
}: Pick<Bench, 'instance' | 'restHeaders'>): Connection => ({
  ...(rest?.server ?? { origin }),
  headers: restHeaders,
});
