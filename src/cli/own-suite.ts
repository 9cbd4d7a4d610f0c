import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import type { Report } from '../judgement/schema.ts';
import { sourceDigest } from '../judgement/source-digest.ts';
import { suiteDigest } from '../judgement/suite-digest.ts';
import { packageCommit } from './package-commit.ts';
import { packageVersion } from './package-version.ts';

/** The version of this program, and its commit if that is known. Runs git: ask once, before a run that may change files. */
export const ownVersion = (): Pick<Report['suite'], 'version' | 'commit'> => {
  const commit = packageCommit();
  return { version: packageVersion(), ...(commit !== undefined && { commit }) };
};

/** The identity of the suites of this program, as a report holds it. */
export const ownSuite = (catalogue: Catalogue, scenarios: readonly ScenarioDeclaration[]): Report['suite'] => ({
  ...ownVersion(),
  digest: suiteDigest(catalogue, scenarios, sourceDigest()),
});
