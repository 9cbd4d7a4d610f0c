import { withoutCredentials } from '../text/secrets.ts';

/** The arguments without database passwords and tokens, for the report. */
export const withoutPasswords = (args: readonly string[]): string[] =>
  args.map((argument) => withoutCredentials(argument).replace(/((?:mysql|mariadb):\/\/[^:@/\s]*:)[^\s]*@/, '$1…@'));
