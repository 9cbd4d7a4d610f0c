import { expect, test } from 'vitest';
import { metricsFilter } from './metrics-filter.ts';

const page = [
  '# HELP x_seconds Time {of} x.',
  '# TYPE x_seconds histogram',
  'x_seconds_bucket{le="0.1"} 1',
  'x_seconds_bucket{le="+Inf"} 2',
  'x_seconds_sum 0.5',
  'x_seconds_count 2',
  '',
  'x_seconds_count_all 9',
  'broken{',
  'y{a="ü"} 1\r',
  'y{a="b"} 3',
].join('\n');

const read = (pieces: readonly string[], ...wanted: readonly string[]) => {
  const filter = metricsFilter(new Set(wanted));
  for (const piece of pieces) filter.push(piece);
  return filter.end();
};

test('wanted samples are kept, by their full names', () => {
  expect(read([page], 'x_seconds_sum', 'x_seconds_count', 'y')).toEqual([
    { name: 'x_seconds_sum', labels: {}, value: 0.5 },
    { name: 'x_seconds_count', labels: {}, value: 2 },
    { name: 'y', labels: { a: 'ü' }, value: 1 },
    { name: 'y', labels: { a: 'b' }, value: 3 },
  ]);
});

test('pieces may end anywhere', () => {
  const whole = read([page], 'x_seconds_sum', 'x_seconds_bucket', 'y');
  expect(whole).toHaveLength(5);
  for (const size of [1, 2, 7, 40])
    expect(
      read(
        Array.from({ length: Math.ceil(page.length / size) }, (_, index) =>
          page.slice(index * size, (index + 1) * size),
        ),
        'x_seconds_sum',
        'x_seconds_bucket',
        'y',
      ),
    ).toEqual(whole);
});

test('a malformed line fails where it is wanted, and only there', () => {
  expect(() => read([page], 'broken')).toThrow('broken{');
});
