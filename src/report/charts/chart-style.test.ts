import { describe, expect, test } from 'vitest';
import { sharedStyle } from '../html-style.ts';
import { chartStyle } from './chart-style.ts';
import { looks, markerOf } from './series-look.ts';

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** The colours of a name, in light, dark and print, in the order of the style sheet. */
const coloursOf = (style: string, name: string): readonly string[] =>
  [...style.matchAll(new RegExp(`${name}: (#[0-9a-f]{3,6});`, 'g'))].map(([, colour = '']) =>
    colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour,
  );

const modes = ['light', 'dark', 'print'] as const;

describe.each(modes.map((mode, at) => ({ mode, at })))('in $mode', ({ mode, at }) => {
  const ground = mode === 'dark' ? coloursOf(sharedStyle, '--ground')[1]! : '#ffffff';

  test.each(Array.from({ length: looks }, (_, look) => look))('look %i can be read', (look) => {
    expect(contrast(coloursOf(chartStyle, `--look-${look}`)[at]!, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

test('every look has a marker, dashes and colours of its own', () => {
  const all = Array.from({ length: looks }, (_, look) => look);
  expect(new Set(all.map(markerOf)).size).toBe(looks);
  const dashes = all.map((look) => new RegExp(`\\.line-${look} \\{ stroke-dasharray: ([^;]+);`).exec(chartStyle)?.[1]);
  expect(new Set(dashes).size).toBe(looks);
  for (const [at] of modes.entries())
    expect(new Set(all.map((look) => coloursOf(chartStyle, `--look-${look}`)[at])).size).toBe(looks);
});
