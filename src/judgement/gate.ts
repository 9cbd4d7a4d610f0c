import { gateClosing, type Outcome } from '../contract/outcome.ts';
import type { Profile } from '../contract/requirement.ts';
import type { Report } from './schema.ts';
import type { Verdict } from './verdict.ts';

type Gate = Report['verdicts']['gate'];

/** What decides the gate. */
export interface GateInput {
  /** Of all checks. */
  readonly outcomes: readonly Outcome[];
  /** Errors and losses that make the results unreliable. */
  readonly broken: readonly string[];
  /** False: the run was interrupted. */
  readonly complete: boolean;
  /** The profiles that must be conformant. */
  readonly required: readonly Profile[];
  readonly conformance: readonly Pick<Verdict, 'profile' | 'verdict'>[];
}

/** Outcomes that judge nothing about the target. */
const judgesNothing: ReadonlySet<Outcome> = new Set<Outcome>(['not-applicable', 'recorded']);

const verdictWords: Readonly<Record<Verdict['verdict'], string>> = {
  conformant: 'conformant',
  'not-conformant': 'not conformant',
  'not-decided': 'not decided',
  'not-claimed': 'not offered',
};

const notConformant = ({ required, conformance }: GateInput): readonly string[] =>
  required.flatMap((profile) => {
    const own = conformance.filter((one) => one.profile === profile);
    if (own.length > 0 && own.every(({ verdict }) => verdict === 'conformant')) return [];
    return [`--require-conformance ${profile}: ${verdictWords[own[0]?.verdict ?? 'not-decided']}`];
  });

/**
 * The gate passes if at least one check was judged, none is failed, blocked, in error or stale, the run is complete and
 * unbroken, and every required profile is conformant.
 */
export const gateVerdict = (input: GateInput): Gate => {
  const { outcomes, broken, complete } = input;
  const closing = [...gateClosing].flatMap((outcome) => {
    const count = outcomes.filter((one) => one === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  const unmet = [
    ...(outcomes.every((outcome) => judgesNothing.has(outcome)) ? ['no check was judged'] : []),
    ...notConformant(input),
  ];
  const reasons = [...closing, ...unmet, ...(complete ? [] : ['the run was interrupted']), ...broken];
  return { passed: reasons.length === 0, reasons, unmet, broken: [...broken] };
};
