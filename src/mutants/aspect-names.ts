const separator = ' / ';

/** The statement of an aspect, which it may share with other parts of the same record. */
export const statementOf = (aspect: string): string => aspect.split(separator, 1)[0] ?? aspect;

/** Whether a statement fits a pattern, in which `*` stands for any text. */
export const fitsPattern = (statement: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 's').test(statement);
