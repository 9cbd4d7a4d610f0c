/** Whether a statement fits a pattern, in which `*` stands for any text. */
export const fitsPattern = (statement: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 's').test(statement);
