import { createHash } from 'node:crypto';
import { withoutTimeNumbers } from './time-names.ts';

/** A short hash of an assertion and a normalised observation, by which a failure is recognised in another run. */
export const fingerprintOf = (message: string, observed: string): string =>
  createHash('sha256')
    .update(withoutTimeNumbers(`${message}\n${observed}`))
    .digest('hex')
    .slice(0, 12);
