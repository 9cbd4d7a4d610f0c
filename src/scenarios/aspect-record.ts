import { AsyncLocalStorage } from 'node:async_hooks';
import type { AssertionError } from 'node:assert';
import type { NoAnswerError } from '../contract/exchange.ts';
import { aspectsOf } from '../judgement/aspects.ts';

/** A finding about the target: see `isFinding`. */
export type Finding = AssertionError | NoAnswerError;

/** What a check has compared, and what deviated without ending it. */
export interface AspectRecord {
  /** The names of the aspects that were compared. */
  readonly compared: Set<string>;
  readonly findings: Finding[];
}

const current = new AsyncLocalStorage<AspectRecord | undefined>();

export const emptyAspectRecord = (): AspectRecord => ({ compared: new Set(), findings: [] });

/** Runs a check with a record of its own, which assertions of suites reach from wherever they are made. */
export const withAspectRecord = async (
  decide: () => Promise<void> | void,
  record = emptyAspectRecord(),
): Promise<AspectRecord & { readonly failure?: Error }> => {
  try {
    await current.run(record, async () => decide());
    return record;
  } catch (failure) {
    // A check that throws anything at all has not passed.
    return { ...record, failure: failure instanceof Error ? failure : new Error(`thrown: ${String(failure)}`) };
  }
};

/** Runs a step that a check rests on, and whose failure says nothing about it: its assertions belong to no check. */
export const outsideOfChecks = <Value>(action: () => Value): Value => current.run(undefined, action);

/** Notes the aspects of a comparison in the record of the check that makes it. */
export const noteComparison = (statement: string, observed: unknown, expected: unknown): void => {
  for (const { name } of aspectsOf(statement, observed, expected)) current.getStore()?.compared.add(name);
};

/** Keeps a finding of the check that makes it; false outside of checks. */
export const keepFinding = (finding: Finding): boolean => {
  const record = current.getStore();
  record?.findings.push(finding);
  return record !== undefined;
};
