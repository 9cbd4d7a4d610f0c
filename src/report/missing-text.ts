import { laneNames } from '../contract/lane-name.ts';
import type { ClaimCounts } from '../judgement/claim-counts.ts';
import type { Report } from '../judgement/schema.ts';
import { claimSentence, claimText } from './claim-text.ts';

type Verdict = Report['verdicts']['conformance'][number];
type Options = Pick<Report['options'], 'strict'>;

const idLimit = 5;

/** `20 of 109 MUST missing (CRUD-08, CRUD-28, CRUD-32, FILT-15, FILT-20 and 15 more)`; empty if none fails. */
export const missingText = ({ failing, requirements }: ClaimCounts, { strict }: Options): string => {
  if (failing.length === 0) return '';
  const more = failing.length - idLimit;
  const ids = `${failing.slice(0, idLimit).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${failing.length} of ${requirements} ${strict ? 'MUST and SHOULD' : 'MUST'} missing (${ids})`;
};

/** The reasons of a verdict that are not requirements which fail: these are told by number and id. */
const otherReasons = ({ reasons }: Verdict, { failing }: ClaimCounts): readonly string[] => {
  const told = new Set(failing.flatMap((id) => laneNames.map((lane) => `${id} in ${lane}`)));
  return reasons.filter((reason) => !told.has(reason));
};

/**
 * The extent of a claim or, for a target that does not conform, what it lacks and how much of it holds; and the reasons of
 * its verdict that this does not tell.
 */
export const claimParts = (
  decided: Verdict,
  claim: ClaimCounts | undefined,
  options: Options,
): { readonly extent: string; readonly reasons: readonly string[] } => {
  if (claim === undefined || decided.verdict !== 'not-conformant')
    return { extent: claimText(decided, options), reasons: decided.reasons };
  const parts = [missingText(claim, options), claimSentence(claim, decided, options)];
  return { extent: parts.filter((part) => part !== '').join('; '), reasons: otherReasons(decided, claim) };
};
