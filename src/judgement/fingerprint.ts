import { createHash } from 'node:crypto';

export const fingerprintOf = (message: string, observed: string): string =>
  createHash('sha256').update(`${message}\n${observed}`).digest('hex').slice(0, 12);
