import strict from 'node:assert/strict';
import { isFinding } from '../judgement/check-error.ts';
import { keepFinding, noteComparison } from './aspect-record.ts';

/** Assertions that end the check, or the attempt of a poll, if they do not hold. */
interface Assertions {
  equal<Value>(observed: unknown, expected: Value, statement: string): asserts observed is Value;
  deepEqual<Value>(observed: unknown, expected: Value, statement: string): asserts observed is Value;
  notEqual(observed: unknown, excluded: unknown, statement: string): void;
  match(observed: string, pattern: RegExp, statement: string): void;
  /** Without a statement, it narrows a type and compares nothing. */
  ok(value: unknown, statement?: string): asserts value;
}

/** The strict assertions of Node, whose comparisons are noted as aspects of the check. */
export const assert: Assertions = {
  equal(observed, expected, statement) {
    noteComparison(statement, observed, expected);
    strict.equal(observed, expected, statement);
  },
  deepEqual(observed, expected, statement) {
    noteComparison(statement, observed, expected);
    strict.deepEqual(observed, expected, statement);
  },
  notEqual(observed, excluded, statement) {
    noteComparison(statement, observed, excluded);
    strict.notEqual(observed, excluded, statement);
  },
  match(observed, pattern, statement) {
    noteComparison(statement, observed, String(pattern));
    strict.match(observed, pattern, statement);
  },
  ok(value, statement) {
    if (statement !== undefined) noteComparison(statement, value, true);
    strict.ok(value, statement);
  },
};

const kept = (failure: unknown): void => {
  if (!isFinding(failure) || !keepFinding(failure)) throw failure;
};

const softly = (assertion: () => void): void => {
  try {
    assertion();
  } catch (failure) {
    kept(failure);
  }
};

/**
 * Assertions after which the check goes on, so that one deviation does not hide another: it fails at its end with all of
 * them. Not for the attempts of a poll.
 */
export const soft = {
  equal: (observed: unknown, expected: unknown, statement: string): void =>
    softly(() => assert.equal(observed, expected, statement)),
  deepEqual: (observed: unknown, expected: unknown, statement: string): void =>
    softly(() => assert.deepEqual(observed, expected, statement)),
  notEqual: (observed: unknown, excluded: unknown, statement: string): void =>
    softly(() => assert.notEqual(observed, excluded, statement)),
  match: (observed: string, pattern: RegExp, statement: string): void =>
    softly(() => assert.match(observed, pattern, statement)),
  ok: (value: unknown, statement: string): void => softly(() => assert.ok(value, statement)),
  /** A part of a check that ends with its first failing assertion, while the check goes on; then undefined. */
  async part<Value>(action: () => Promise<Value> | Value): Promise<Value | undefined> {
    try {
      return await action();
    } catch (failure) {
      kept(failure);
      return undefined;
    }
  },
};
