import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readBaseline } from '../judgement/baseline.ts';
import { foldedEntries, type FoldedEntry } from '../judgement/folded-entries.ts';
import { baselineFolder } from './baseline-option.ts';

/** A failure that a bundled baseline lists, without its aspects: those of vulnerabilities are confidential. */
export interface KnownFailure extends Pick<FoldedEntry, 'lanes' | 'scenarios' | 'reason' | 'intermittent'> {
  /** The name of the baseline. */
  readonly baseline: string;
  readonly release: string;
  readonly vulnerability: boolean;
}

/** The known failures of a requirement in reports/expected-failures, by the name of the baseline. */
export const knownFailures = async (id: string): Promise<readonly KnownFailure[]> => {
  const files = (await readdir(baselineFolder())).filter((file) => file.endsWith('.yaml')).toSorted();
  const found = await Promise.all(
    files.map(async (file) => {
      const { release, entries } = await readBaseline(path.join(baselineFolder(), file));
      const own = foldedEntries(entries.filter(({ requirement }) => requirement === id));
      return own.map(({ lanes, scenarios, reason, intermittent, vulnerability = false }) => ({
        baseline: path.basename(file, '.yaml'),
        release,
        lanes,
        scenarios,
        reason,
        vulnerability,
        ...(intermittent !== undefined && { intermittent }),
      }));
    }),
  );
  return found.flat();
};
