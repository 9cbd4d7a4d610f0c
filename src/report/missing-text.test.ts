import { expect, test } from 'vitest';
import { claimParts, missingText } from './missing-text.ts';

const claim = {
  profile: 'core' as const,
  requirements: 109,
  held: Array.from({ length: 89 }, (_, at) => `A-${at}`),
  failing: ['CRUD-08', 'CRUD-28', 'CRUD-32', 'FILT-15', 'FILT-20', 'LIST-04'],
  undecided: 5,
  open: 9,
};
const decided = {
  profile: 'core' as const,
  verdict: 'not-conformant' as const,
  reasons: ['the target lacks the feature webhook', 'CRUD-08 in database/rest', 'LIST-04 in kubernetes/crd'],
  warnings: [],
  modes: [],
  mandatory: { requirements: 109, undecided: 5, met: 1, unmet: 2, exempt: 0, missing: 0 },
  exemptions: [],
  missing: [],
};

// Why: of 37 ids three were told, all of one requirement, and no number.
test('what a claim lacks is told as requirements, not as cells of the matrix', () => {
  expect(missingText(claim, { strict: false })).toBe(
    '6 of 109 MUST missing (CRUD-08, CRUD-28, CRUD-32, FILT-15, FILT-20 and 1 more)',
  );
  expect(missingText({ ...claim, failing: ['CRUD-08'] }, { strict: true })).toBe(
    '1 of 109 MUST and SHOULD missing (CRUD-08)',
  );
  const { extent, reasons } = claimParts(decided, claim, { strict: false });
  expect(extent).toMatch(/^6 of 109 MUST missing \(.*\); 89 of 109 MUST hold, 6 fail, /);
  expect(reasons).toEqual(['the target lacks the feature webhook']);
});

test('a claim that holds is told by its extent, and so is one of runs that were judged together', () => {
  const extent = '109 MUST, of which 5 no version of this suite decides yet';
  const holds = { ...decided, verdict: 'conformant' as const, reasons: [] };
  expect(claimParts(holds, claim, { strict: false })).toEqual({ extent, reasons: [] });
  expect(claimParts(decided, undefined, { strict: false })).toEqual({ extent, reasons: decided.reasons });
});
