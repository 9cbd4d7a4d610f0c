/** The arguments as a report may show them: without the password of a database URL. */
export const withoutPasswords = (args: readonly string[]): string[] =>
  args.map((argument) => argument.replace(/((?:mysql|mariadb):\/\/[^:@/\s]*:)[^\s]*@/, '$1…@'));
