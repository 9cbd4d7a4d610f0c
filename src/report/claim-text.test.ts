import { expect, test } from 'vitest';
import { claimSentence, claimText } from './claim-text.ts';

const mandatory = { requirements: 143, undecided: 12, met: 1, unmet: 0, exempt: 58, missing: 0 };

test('a claim says how much of the profile no suite decides yet, and what it is exempt from', () => {
  expect(
    claimText(
      {
        verdict: 'conformant',
        missing: [],
        mandatory,
        exemptions: [
          { reason: 'needs-own-server', pairs: 57 },
          { reason: 'feature-not-claimed', feature: 'v1beta1', pairs: 1 },
          { reason: 'storage-mode-not-offered', pairs: 2 },
          { reason: 'before-introduced', pairs: 1 },
        ],
      },
      { strict: false },
    ),
  ).toBe(
    '143 MUST, of which 12 no version of this suite decides yet; exempt (by lane): 57 need a server of their own, 1 needs the feature v1beta1, which it lacks, 2 are about a storage mode that the target does not offer, 1 is not in force in its release',
  );
  const none = { mandatory: { ...mandatory, undecided: 0 }, exemptions: [], missing: [] };
  expect(claimText({ ...none, verdict: 'conformant' }, { strict: true })).toBe(
    '143 MUST and SHOULD, all of which this suite decides',
  );
});

// Why: a target that does not conform must not look as if everything else had been judged.
test('a verdict of non-conformance says what did not apply, and why', () => {
  const missing = [{ kind: 'not-applicable', cause: 'the user may not', checks: 2 }] as const;
  expect(
    claimText({ verdict: 'not-conformant', mandatory, exemptions: [], missing: [...missing] }, { strict: false }),
  ).toBe(
    '143 MUST, of which 12 no version of this suite decides yet; 2 mandatory checks did not apply, because the user may not',
  );
});

test('a claim counts the requirements that hold', () => {
  const claim = {
    profile: 'core',
    requirements: 7,
    held: ['A-01'],
    failing: ['A-02', 'A-03'],
    undecided: 3,
    open: 1,
  } as const;
  const rest = {
    exemptions: [{ reason: 'needs-own-server' as const, pairs: 2 }],
    missing: [{ kind: 'not-applicable' as const, cause: 'there is no cluster', checks: 1 }],
  };
  expect(claimSentence(claim, rest, { strict: false })).toBe(
    '1 of 7 MUST holds, 2 fail, 1 is open or exempt, 3 no version of this suite decides yet; exempt (by lane): 2 need a server of their own; 1 mandatory check did not apply, because there is no cluster',
  );
});
