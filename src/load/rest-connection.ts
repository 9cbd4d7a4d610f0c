import type { Connection } from '../clients/connection.ts';
import type { Bench } from './bench.ts';

/** The connection by which the measuring user reaches the target. */
export const restConnection = ({
  instance: { origin, rest },
  restHeaders,
  restTokenFile,
}: Pick<Bench, 'instance' | 'restHeaders' | 'restTokenFile'>): Connection => ({
  ...(rest?.server ?? { origin }),
  headers: restHeaders,
  ...(restTokenFile !== undefined && { tokenFile: restTokenFile }),
});
