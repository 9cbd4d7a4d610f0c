import { describe, expect, it } from 'vitest';
import { compare, comparePositions, matches, positionOf, sortKey } from './comparison.ts';
import type { StoredPipeline } from './pipeline-store.ts';

const pipeline: StoredPipeline = {
  id: 'b0000000-0000-4000-8000-000000000000',
  namespace: 'kubeflow',
  name: 'train',
  displayName: 'Train Café 100%',
  description: '',
  createdAt: 1_700_000_000,
  tags: { team: 'Ads', empty: '' },
};

describe('matches', () => {
  it.each([
    ['displayName', 'EQUALS', 'TRAIN CAFÉ 100%', true],
    ['displayName', 'EQUALS', 'train cafe 100%', false],
    ['displayName', 'IS_SUBSTRING', '%', true],
    ['displayName', 'IS_SUBSTRING', '_', false],
    ['displayName', 'NOT_EQUALS', 'train café 100%', false],
    ['createdAt', 'GREATER_THAN', 1_699_999_999, true],
    ['createdAt', 'GREATER_THAN', 1_700_000_000, false],
    ['createdAt', 'LESS_THAN_EQUALS', 1_700_000_000, true],
    ['tags.team', 'EQUALS', 'Ads', true],
    ['tags.team', 'EQUALS', 'ads', false],
    ['tags.empty', 'EQUALS', '', true],
    ['tags.absent', 'EQUALS', '', false],
    ['tags.toString', 'EQUALS', '', false],
  ] as const)('%s %s %s is %s', (key, operation, value, expected) => {
    expect(matches({ key, operation, values: [value] }, pipeline)).toBe(expected);
  });
});

describe('order', () => {
  it('is that of UTF-8 bytes, so that a binary column of a database gives the same', () => {
    const texts = ['a', 'B', 'z', '-', '_', 'é', '\ufffd', '😀', ''];
    const keys = texts.map((text) => String(sortKey('name', text)));
    const byBytes = keys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    expect(keys.toSorted(compare)).toEqual(byBytes);
  });

  it('ignores case and breaks ties by id', () => {
    const twin = { ...pipeline, displayName: 'TRAIN CAFÉ 100%', id: 'a0000000-0000-4000-8000-000000000000' };
    expect(comparePositions(positionOf(pipeline, 'displayName'), positionOf(twin, 'displayName'))).toBeGreaterThan(0);
  });

  it('cuts a long text between code points, never inside one', () => {
    expect(sortKey('description', '😀'.repeat(300))).toBe('😀'.repeat(255));
  });

  it('does not depend on the order of the keys of a spec', () => {
    expect(sortKey('pipelineSpec', { b: 1, a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":1}');
  });
});
