import type { Mutant } from './mutant.ts';

/** Whether a statement fits a pattern, in which `*` stands for any text. */
export const fitsPattern = (statement: string, pattern: string): boolean =>
  new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 's').test(statement);

/** Patterns that any statement fits, so that they say nothing of what a mutant fails: `MUTANT: REQUIREMENT: PATTERN`. */
export const boundlessPatterns = (mutants: readonly Pick<Mutant, 'name' | 'aspects'>[]): readonly string[] =>
  mutants.flatMap(({ name, aspects }) =>
    Object.entries(aspects).flatMap(([requirement, patterns]) =>
      patterns.filter((one) => !/[^*\s]/.test(one)).map((one) => `${name}: ${requirement}: ${one}`),
    ),
  );
