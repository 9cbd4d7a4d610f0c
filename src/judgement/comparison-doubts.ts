import { counted } from '../text/counted.ts';
import type { ReportComparison } from './compared-reports.ts';
import type { Report } from './schema.ts';

type Compared = Pick<Report, 'run' | 'options' | 'suite' | 'verdicts'>;

/** Why the second of two compared runs may fail in more than it shows, each as a sentence. */
export interface ComparisonDoubts {
  /** What makes its results unreliable. */
  readonly broken: readonly string[];
  /** What it did not decide, although the first run did. */
  readonly lost: readonly string[];
}

/**
 * What a comparison of two runs cannot say. A check that is gone is no loss if the second run was asked for a part only, or
 * has other suites.
 */
export const comparisonDoubts = (
  first: Compared,
  second: Compared,
  { undecided, gone }: Pick<ReportComparison, 'undecided' | 'gone'>,
): ComparisonDoubts => {
  const { broken } = second.verdicts.gate;
  const inError = undecided.filter(({ after }) => after === 'error').length;
  const isWhole = !second.options.filtered && second.suite.digest === first.suite.digest;
  return {
    // The reasons may tell of a vulnerability, and logs are published.
    broken: broken.length === 0 ? [] : [`The second run had ${counted(broken.length, 'error')} that its report names.`],
    lost: [
      ...(second.run.complete ? [] : ['The second run was interrupted.']),
      ...(inError === 0 ? [] : [`${counted(inError, 'check')} that the first run decided ended in error.`]),
      ...(isWhole && gone.length > 0 ? [`${counted(gone.length, 'check')} of the first run were not run.`] : []),
    ],
  };
};
