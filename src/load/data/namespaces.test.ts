import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { namespaceOf, objectsIn } from './namespaces.ts';

test('one namespace has the given name, several are numbered', () => {
  expect(namespaceOf('kubeflow', 1, 7)).toBe('kubeflow');
  expect(namespaceOf('kubeflow', 3, 7)).toBe('kubeflow-1');
});

// The expected length of a page follows from it.
test('the objects of a namespace are counted without listing them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat({ max: 60 }), fc.nat({ max: 60 }), (count, total, index) => {
      const own = namespaceOf('ns', count, index);
      const listed = Array.from({ length: total }, (_, other) => namespaceOf('ns', count, other));
      expect(objectsIn(count, total, index)).toBe(listed.filter((namespace) => namespace === own).length);
    }),
  );
});
