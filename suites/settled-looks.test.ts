import { expect, test } from 'vitest';
import { suiteSources } from '../src/testing/suite-sources.ts';

/** What a check says of a state that requests must not have changed. */
const unchanged = /\b(as (it was|they were)\b(?! \w)|nothing (is|was) (left|created|changed)|no version is left)/;
/** What makes such a look wait until what was written later is shown. */
const settling = /\b(settled|stillShown|remainsSettled|nothingRemains|isUnchanged)\(/;

/** The top-level statements of a file that look at once whether something is unchanged. */
const looksAtOnce = (text: string): readonly string[] =>
  text
    .split(/^(?=(?:export )?(?:const|default) )/m)
    .filter((statement) => statement.split('\n').some((line) => /['`]/.test(line) && unchanged.test(line)))
    .filter((statement) => !settling.test(statement))
    .map((statement) => statement.split('\n')[0] ?? '');

// Why: such a look ends at once, because what it expects is shown until the refused request is carried out.
test('a look that nothing was changed waits until what was written later is shown', async () => {
  const sources = await suiteSources();
  expect(sources.size).toBeGreaterThan(100);
  const found = [...sources].flatMap(([file, text]) => looksAtOnce(text).map((statement) => `${file}: ${statement}`));
  expect(found).toEqual([]);
});

test('a look at once is found, wherever another scenario of the file waits', () => {
  const waits = "const one = () => stillShown(context, () => assert.equal(found, first, 'it is as it was'));\n";
  const looks = "const other = () => inEveryView(lane, () => assert.equal(found, [], 'nothing is left of it'));\n";
  expect(looksAtOnce(waits + looks)).toEqual([looks.trim()]);
});
