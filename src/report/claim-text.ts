import { gapSentence } from '../judgement/gap-sentence.ts';
import type { ClaimCounts } from '../judgement/claim-counts.ts';
import type { Report } from '../judgement/schema.ts';

type Verdict = Report['verdicts']['conformance'][number];
type Exemption = Verdict['exemptions'][number];

const exemptionText = ({ reason, feature, pairs }: Exemption): string => {
  const one = pairs === 1;
  switch (reason) {
    case 'needs-own-server':
      return `${pairs} ${one ? 'needs a server of its own' : 'need a server of their own'}`;
    case 'storage-mode-not-offered':
      return `${pairs} ${one ? 'is' : 'are'} about a storage mode that the target does not offer`;
    case 'before-introduced':
      return `${pairs} ${one ? 'is' : 'are'} not in force in its release`;
    case 'feature-not-claimed':
      return `${pairs} ${one ? 'needs' : 'need'} the feature ${feature ?? ''}, which it lacks`;
  }
};

/**
 * The extent of a verdict: `143 MUST, of which 12 no version of this suite decides yet; exempt (by lane): 57 need a
 * server of their own`. For a target that does not conform, also the number of checks that nothing decided.
 */
export const claimText = (
  { verdict, mandatory, exemptions, missing }: Pick<Verdict, 'verdict' | 'mandatory' | 'exemptions' | 'missing'>,
  { strict }: Pick<Report['options'], 'strict'>,
): string => {
  const { requirements, undecided } = mandatory;
  const open =
    undecided === 0 ? 'all of which this suite decides' : `of which ${undecided} no version of this suite decides yet`;
  const exempt = exemptions.length === 0 ? '' : `; exempt (by lane): ${exemptions.map(exemptionText).join(', ')}`;
  // In an undecided verdict they are its reasons.
  const gaps = verdict === 'not-conformant' ? missing.map((gap) => `; ${gapSentence(gap)}`).join('') : '';
  return `${requirements} ${strict ? 'MUST and SHOULD' : 'MUST'}, ${open}${exempt}${gaps}`;
};

/**
 * How much of a profile holds: `89 of 109 MUST hold, 16 fail, 4 no version of this suite decides yet; exempt (by
 * lane): 57 need a server of their own; 19 mandatory checks did not apply, because the environment has no cluster`.
 */
export const claimSentence = (
  { requirements, held, failing, undecided, open }: ClaimCounts,
  { exemptions, missing }: Pick<Verdict, 'exemptions' | 'missing'>,
  { strict }: Pick<Report['options'], 'strict'>,
): string => {
  const level = strict ? 'MUST and SHOULD' : 'MUST';
  const of = `${held.length} of ${requirements} ${level} ${held.length === 1 ? 'holds' : 'hold'}`;
  const others = [
    ...(failing.length === 0 ? [] : [`${failing.length} ${failing.length === 1 ? 'fails' : 'fail'}`]),
    ...(open === 0 ? [] : [`${open} ${open === 1 ? 'is' : 'are'} open or exempt`]),
    ...(undecided === 0 ? [] : [`${undecided} no version of this suite decides yet`]),
  ];
  const exempt = exemptions.length === 0 ? [] : [`exempt (by lane): ${exemptions.map(exemptionText).join(', ')}`];
  return [[of, ...others].join(', '), ...exempt, ...missing.map(gapSentence)].join('; ');
};
