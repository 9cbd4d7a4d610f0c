import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { spreadLabels } from './spread-labels.ts';

const room = { gap: 14, top: 0, bottom: 200 };

test('labels that are far apart stay where they are', () => {
  expect(spreadLabels([150, 20, 80], room)).toEqual([150, 20, 80]);
});

test('labels at one place are spread around it, and stay within the drawing', () => {
  expect(spreadLabels([100, 100, 100], room)).toEqual([86, 100, 114]);
  expect(spreadLabels([199, 198], room)).toEqual([200, 186]);
  expect(spreadLabels([1, 0], room)).toEqual([14, 0]);
});

test('they are always apart, within the drawing, and in their order', () => {
  const places = array(integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 8 });
  assert(
    property(places, (wanted) => {
      const found = spreadLabels(wanted, room);
      const order = wanted.map((_, at) => at).toSorted((a, b) => wanted[a]! - wanted[b]!);
      const inOrder = order.map((at) => found[at]!);
      const gaps = inOrder.slice(1).map((place, at) => place - inOrder[at]!);
      expect(Math.min(room.gap, ...gaps)).toBeGreaterThanOrEqual(room.gap - 1e-9);
      expect(inOrder[0]).toBeGreaterThanOrEqual(-1e-9);
      expect(inOrder.at(-1)).toBeLessThanOrEqual(200 + 1e-9);
    }),
  );
});
