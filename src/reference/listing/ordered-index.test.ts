import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePositions, matches, positionOf } from '../model/comparison.ts';
import type { ListQuery, Position, Predicate } from '../model/listing.ts';
import { OrderedIndex } from './ordered-index.ts';
import type { StoredPipeline } from '../model/pipeline-store.ts';

const pipelines = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    namespace: fc.constant('kubeflow'),
    name: fc.string({ maxLength: 3 }),
    displayName: fc.constantFrom('a', 'A', 'b', 'é', '😀', ''),
    description: fc.constantFrom('x', 'y'),
    createdAt: fc.integer({ min: 0, max: 3 }),
    tags: fc.constantFrom({}, { k: 'v' }, { k: 'w' }),
  }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const predicates: fc.Arbitrary<Predicate[]> = fc.array(
  fc.constantFrom<Predicate>(
    { key: 'displayName', operation: 'EQUALS', values: ['a'] },
    { key: 'createdAt', operation: 'EQUALS', values: [2] },
    { key: 'createdAt', operation: 'LESS_THAN', values: [3] },
    { key: 'tags.k', operation: 'EQUALS', values: ['v'] },
  ),
  { maxLength: 2 },
);
const queries = fc.record({
  pageSize: fc.integer({ min: 1, max: 7 }),
  sortBy: fc.constantFrom('createdAt', 'name', 'displayName', 'id', 'description'),
  descending: fc.boolean(),
  predicates,
});

const sorted = (items: readonly StoredPipeline[], query: ListQuery): string[] => {
  const kept = items.filter((item) => query.predicates.every((predicate) => matches(predicate, item)));
  const order = kept.map((item) => positionOf(item, query.sortBy)).toSorted(comparePositions);
  return (query.descending ? order.toReversed() : order).map(({ id }) => id);
};

const walk = (index: OrderedIndex<StoredPipeline>, query: ListQuery): { ids: string[]; totals: number[] } => {
  const ids: string[] = [];
  const totals: number[] = [];
  let after: Position | undefined;
  do {
    const page = index.page({ ...query, ...(after ? { after } : {}) });
    ids.push(...page.items.map(({ id }) => id));
    totals.push(page.totalSize);
    after = page.next;
  } while (after);
  return { ids, totals };
};

describe('OrderedIndex', () => {
  it('shows the same pages as sorting everything, after any additions, changes and removals', () => {
    fc.assert(
      fc.property(pipelines, pipelines, queries, (first, second, query) => {
        const index = new OrderedIndex<StoredPipeline>();
        for (const item of first) index.set(item);
        // The order exists from here on, so the rest goes through its upkeep.
        index.page(query);
        const changed = first
          .filter((_, at) => at % 3 === 0)
          .map((item) => ({ ...item, displayName: 'B', createdAt: 9 }));
        const removed = new Set(first.filter((_, at) => at % 3 === 1).map(({ id }) => id));
        for (const item of [...changed, ...second]) index.set(item);
        for (const id of removed) index.delete(id);
        const now = new Map([...first, ...changed, ...second].map((item) => [item.id, item]));
        for (const id of removed) now.delete(id);

        const { ids, totals } = walk(index, query);
        const expected = sorted([...now.values()], query);
        expect(ids).toEqual(expected);
        expect(new Set(totals)).toEqual(new Set([expected.length]));
      }),
    );
  });

  it('continues after an item that has been deleted (LIST-06)', () => {
    const index = new OrderedIndex<StoredPipeline>();
    for (const name of ['a', 'b', 'c', 'd']) {
      index.set({ id: name, namespace: '', name, displayName: name, description: '', createdAt: 1, tags: {} });
    }
    const query = { pageSize: 2, sortBy: 'name', descending: false, predicates: [] };
    const { next } = index.page(query);
    index.delete('b');
    index.delete('c');
    expect(next && index.page({ ...query, after: next }).items.map(({ name }) => name)).toEqual(['d']);
  });
});
