import { expect, test } from 'vitest';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import type { Decided } from './decision-words.ts';
import { verdictSection } from './html-verdict.ts';

const withOutcomes = (outcomes: readonly Decided['outcome'][]): string => {
  const lane = 'kubernetes/rest';
  const requirements = outcomes.map(
    (outcome) => ({ id: 'SCL-02', target: 'binary', lane, outcome, text: 'A.' }) as const,
  );
  return verdictSection(sampleLoadReport({ requirements })).source.replaceAll(/\s+/g, ' ');
};

// Why: green would say that bounds were kept which nothing decided.
test.each([
  [['met', 'recorded'], 'card good', '✓ 1 met, • 1 recorded'],
  [['met', 'not-decided'], 'card', '✓ 1 met, ? 1 not decided'],
  [['not-decided'], 'card', '? 1 not decided'],
  [['recorded'], 'card', '• 1 recorded'],
  [['met', 'not-met', 'not-decided'], 'card bad', '✓ 1 met, ✗ 1 not met, ? 1 not decided'],
] as const)('decisions %j are shown as %s', (outcomes, name, counts) => {
  const page = withOutcomes(outcomes);
  expect(page).toContain(`<div class="${name}" id="requirements">`);
  expect(page).toContain(`Decisions on requirements: ${counts}</h2>`);
});
