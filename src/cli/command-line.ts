import { withoutCredentials } from '../text/secrets.ts';

/** The arguments as a report may show them: without the password of a database URL, without tokens. */
export const withoutPasswords = (args: readonly string[]): string[] =>
  args.map((argument) => withoutCredentials(argument).replace(/((?:mysql|mariadb):\/\/[^:@/\s]*:)[^\s]*@/, '$1…@'));
