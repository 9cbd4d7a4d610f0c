const separator = ' / ';

/** Whether one aspect is a part of the other, or the same: a record that is not given at all deviates as a whole. */
export const concernsAspect = (one: string, other: string): boolean =>
  one === other || one.startsWith(other + separator) || other.startsWith(one + separator);

/** Whether the name of an aspect fits a pattern, in which `*` stands for any text. */
export const fitsPattern = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 's').test(name);
