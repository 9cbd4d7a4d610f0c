import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { packagePath } from '../../src/package-path.ts';

/** The environments in which `npm test` runs the suites. */
export const countedEnvironments = ['local', 'kind'] as const;
export type CountedEnvironment = (typeof countedEnvironments)[number];

const count = z.int().nonnegative();
const counted = z.record(z.string(), count);

const runCounts = z.strictObject({
  /** Checks that were decided, whatever the outcome. */
  run: count,
  /** Checks that did not apply, by reason. */
  notApplicable: counted,
  /** Checks that a mutant must fail, and those that one did. */
  provable: count,
  proved: count,
  mutants: count,
});

/** What `npm test` counts in one environment. */
export type RunCounts = z.infer<typeof runCounts>;

const pinnedCounts = z.strictObject({
  /** Declared checks by area: no environment changes them. */
  declared: counted,
  /** Null where they have not been counted yet. */
  local: runCounts.nullable(),
  kind: runCounts.nullable(),
});

/** The reviewed numbers of `reports/pinned-counts.json`: fewer checks, or fewer proofs, must not pass unseen. */
export type PinnedCounts = z.infer<typeof pinnedCounts>;

const file = packagePath('reports/pinned-counts.json');

/** Throws if the file is missing or is not of this form. */
export const readPinnedCounts = async (): Promise<PinnedCounts> =>
  pinnedCounts.parse(JSON.parse(await readFile(file, 'utf8')));

export const writePinnedCounts = (counts: PinnedCounts): Promise<void> =>
  writeFile(file, `${JSON.stringify(counts, undefined, 2)}\n`);
