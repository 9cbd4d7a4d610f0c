import { locationText } from '../contract/source-location.ts';
import type { Report } from './schema.ts';

/** The source location of a scenario of this report, if known: `suites/conformance/list/pages.suite.ts:42`. */
export const locationIn = ({ scenarios }: Pick<Report, 'scenarios'>, name: string): string | undefined => {
  const found = scenarios.find((scenario) => scenario.name === name);
  return found === undefined ? undefined : locationText(found);
};
