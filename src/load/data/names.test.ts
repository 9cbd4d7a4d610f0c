import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decadeName, indexOfName, pipelineName, versionObjectName } from './names.ts';

const indices = fc.nat({ max: 99_999_999 });
const prefixes = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/);

test('names look like this', () => {
  expect(pipelineName('load', 42)).toBe('load-00000042');
  expect(versionObjectName('load', 42)).toBe('load-00000042-load-00000042');
  expect(decadeName('load', 4)).toBe('load-0000004');
});

test('an index is found in its name, and in no name of another prefix', () => {
  fc.assert(
    fc.property(prefixes, prefixes, indices, (prefix, other, index) => {
      const name = pipelineName(prefix, index);
      expect(indexOfName(prefix, name)).toBe(index);
      expect(indexOfName(other, name)).toBe(other === prefix ? index : undefined);
    }),
  );
});

// `Number` alone would read the last of these as a number.
test.each(['load', 'load-', 'load-0000004x', 'load-000000042', 'load-00000-42', 'load-       4'])(
  '%s has no index',
  (name) => {
    expect(indexOfName('load', name)).toBeUndefined();
  },
);

test('names sort like their indices, and a decade holds ten of them', () => {
  fc.assert(
    fc.property(indices, indices, (one, other) => {
      expect(pipelineName('load', one) < pipelineName('load', other)).toBe(one < other);
      const inDecade = pipelineName('load', one).startsWith(decadeName('load', Math.floor(other / 10)));
      expect(inDecade).toBe(Math.floor(one / 10) === Math.floor(other / 10));
    }),
  );
});
