import { pipelineName } from '../data/names.ts';
import type { Received } from './delivery-record.ts';
import type { ExpectedObjects } from './expected-objects.ts';

/** How far a watcher received each object exactly once. */
export interface Completeness {
  readonly delivered: number;
  /** Objects without an event. */
  readonly missing: number;
  /** Events beyond the first of an object. */
  readonly duplicates: number;
  readonly recreated: number;
  readonly unexpected: number;
  /** The first indices and names of each kind, as a text for the report; '' if all is well. */
  readonly examples: string;
}

const shownExamples = 5;

const listed = (what: string, names: readonly (string | number)[]): readonly string[] =>
  names.length === 0
    ? []
    : [`${what} ${names.slice(0, shownExamples).join(', ')}${names.length > shownExamples ? ' …' : ''}`];

/** `expected.count` may be less than what the watcher expected: objects beyond it must not have come. */
export const completenessOf = (
  { prefix, first, count: expected }: ExpectedObjects,
  received: Received,
): Completeness => {
  const counts = received.counts.subarray(0, expected);
  const beyond = [...received.counts.subarray(expected).keys()].filter(
    (position) => received.counts[expected + position] !== 0,
  );
  const { recreated } = received;
  const unexpected = received.unexpected + beyond.length;
  const unexpectedExamples = [
    ...received.unexpectedExamples,
    ...beyond.slice(0, shownExamples).map((position) => pipelineName(prefix, first + expected + position)),
  ];
  const missing: number[] = [];
  const repeated: number[] = [];
  let duplicates = 0;
  for (const [position, count] of counts.entries()) {
    if (count === 0) missing.push(first + position);
    if (count > 1) repeated.push(first + position);
    duplicates += Math.max(0, count - 1);
  }
  return {
    delivered: counts.length - missing.length,
    missing: missing.length,
    duplicates,
    recreated: recreated.length,
    unexpected,
    examples: [
      ...listed('missing:', missing),
      ...listed('more than once:', repeated),
      ...listed(
        'with another uid:',
        recreated.map((position) => first + position),
      ),
      ...listed('not expected:', unexpectedExamples),
    ].join('; '),
  };
};
