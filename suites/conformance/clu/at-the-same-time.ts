import type { Answer, AnswerKind } from '../../../src/lanes/answer.ts';

/** The outcome of several simultaneous attempts at the same operation. */
export interface Contest {
  readonly accepted: number;
  /** The kinds of the answers to the attempts that were not accepted. */
  readonly others: readonly AnswerKind[];
}

/** Starts all attempts at the same moment. */
export const atTheSameTime = async (
  contenders: readonly (() => Promise<Pick<Answer<unknown>, 'kind'>>)[],
): Promise<Contest> => {
  const kinds = (await Promise.all(contenders.map((contender) => contender()))).map(({ kind }) => kind);
  return {
    accepted: kinds.filter((kind) => kind === 'ok').length,
    others: [...new Set(kinds.filter((kind) => kind !== 'ok'))].toSorted(),
  };
};
