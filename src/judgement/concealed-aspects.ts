import { createHash } from 'node:crypto';

const digest = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;

/**
 * The failing aspects of a scenario with a vulnerability as a baseline lists them: name and value by digests alone, because
 * baselines are public and both would say how to use it. By name, with the observed value.
 */
export const concealedAspects = (observed: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(observed).map(([name, value]) => [digest(name), digest(`${name}\n${value}`)]));
