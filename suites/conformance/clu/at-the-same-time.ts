import type { Answer, AnswerKind } from '../../../src/lanes/answer.ts';

/** What came of the same thing being asked several times at once, in words: `1 accepted, others refused`. */
export interface Contest {
  readonly accepted: number;
  /** Kinds of the other answers. */
  readonly others: readonly AnswerKind[];
}

/** Asks all at the same moment. */
export const atTheSameTime = async (
  contenders: readonly (() => Promise<Pick<Answer<unknown>, 'kind'>>)[],
): Promise<Contest> => {
  const kinds = (await Promise.all(contenders.map((contender) => contender()))).map(({ kind }) => kind);
  return {
    accepted: kinds.filter((kind) => kind === 'ok').length,
    others: [...new Set(kinds.filter((kind) => kind !== 'ok'))].toSorted(),
  };
};
