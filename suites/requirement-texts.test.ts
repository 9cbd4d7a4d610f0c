import { expect, test } from 'vitest';
import { loadRequirements } from '../src/contract/load-requirements.ts';
import { loadRunRequirements } from '../src/contract/load-run-requirements.ts';

const texts = [...(await loadRequirements()).values(), ...(await loadRunRequirements())].map(({ id, text }) => ({
  id,
  text,
}));

/** The texts that a rule refuses, each with what it found. */
const refused = (find: (text: string) => string | undefined): readonly string[] =>
  texts.flatMap(({ id, text }) => {
    const found = find(text);
    return found === undefined ? [] : [`${id}: ${found} in "${text}"`];
  });

/** Words in capitals that a reader of this catalogue knows: those of HTTP, of the filters of KFP, and of its field. */
const known = new Set(
  [
    [
      'GET',
      'POST',
      'PATCH',
      'DELETE',
      'REST',
      'API',
      'JSON',
      'URL',
      'HTML',
      'YAML',
      'SQL',
      'UUID',
      'UID',
      'UTF',
      'ASCII',
    ],
    ['EQUALS', 'IN', 'LIST', 'READY', 'SIGTERM', 'RBAC', 'CRD', 'SDK', 'KFP', 'KEP', 'CD', 'A', 'K1'],
  ].flat(),
);

// What is in quotes or back-ticks is a value, and the ids of other requirements have their rule below.
const prose = (text: string): string =>
  text.replaceAll(/`[^`]*`|"[^"]*"|\b[A-Z0-9]+-\d\d\b|\b[A-Z]+(?:_[A-Z]+)+\b/g, '');

// Why: a text stands alone in a list, in a failure and in an annotation, and "so do the pages of …" or "name EQUALS" said
// nothing there.
test('a text is a sentence: it begins with a capital letter or with code, and has no arrow in place of a verb', () => {
  expect(refused((text) => (/^[A-Z0-9`]/.test(text) ? undefined : 'a small letter at the beginning'))).toEqual([]);
  expect(refused((text) => /→|->|=>/.exec(prose(text))?.[0])).toEqual([]);
  expect(refused((text) => (text.split(' ').length < 5 ? 'fewer than five words' : undefined))).toEqual([]);
  expect(refused((text) => (text.endsWith('.') ? 'a full stop at the end' : undefined))).toEqual([]);
});

test('a text refers to nothing outside of it, but in brackets to another requirement', () => {
  const references =
    /^(?:so|as|likewise|the same|this|these|it|they|ditto)\b|\b(?:above|below this|see [A-Z]|so do|for them)\b/i;
  expect(refused((text) => references.exec(text)?.[0])).toEqual([]);
  expect(refused((text) => /\b[A-Z0-9]+-\d\d\b/.exec(text.replaceAll(/\([^)]*\)/g, ''))?.[0])).toEqual([]);
});

test('a text has no abbreviation that it does not explain', () => {
  expect(
    refused((text) =>
      prose(text)
        .match(/\b[A-Z][A-Z0-9]*\b/g)
        ?.find((word) => !known.has(word)),
    ),
  ).toEqual([]);
  expect(refused((text) => /\b(?:incl|resp|ns|chars?|SU|MU|CRs?|IR|AND-ed)\b/.exec(prose(text))?.[0])).toEqual([]);
});

test('back-ticks come in pairs', () => {
  expect(refused((text) => (text.split('`').length % 2 === 1 ? undefined : 'a single back-tick'))).toEqual([]);
});
