import { createHash } from 'node:crypto';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { Catalogue } from './declared-checks.ts';

/** `sha256:…` of the catalogue, of what the scenarios declare, and of their sources: see `sourceDigest`. */
export const suiteDigest = (
  catalogue: Catalogue,
  scenarios: readonly ScenarioDeclaration[],
  sources: string,
): string => {
  const sorted = scenarios.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const text = JSON.stringify([[...catalogue.values()], sorted, sources]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
};
