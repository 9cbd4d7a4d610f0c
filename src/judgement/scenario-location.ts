import { locationText } from '../contract/source-location.ts';
import type { Report } from './schema.ts';

/** `suites/conformance/list/pages.suite.ts:42`: where a scenario of this report stands, if the report knows. */
export const locationIn = ({ scenarios }: Pick<Report, 'scenarios'>, name: string): string | undefined => {
  const found = scenarios.find((scenario) => scenario.name === name);
  return found === undefined ? undefined : locationText(found);
};
