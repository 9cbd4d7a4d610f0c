import type { Report } from '../judgement/schema.ts';
import { counted } from '../text/counted.ts';
import type { ClaimCounts } from '../judgement/claim-counts.ts';
import { claimParts } from './missing-text.ts';
import { verdictText } from './notices.ts';
import { paragraph, styled, type TerminalOptions } from './terminal-text.ts';

const verdictStyles = {
  conformant: 'green',
  'not-conformant': 'red',
  'not-decided': 'yellow',
  'not-claimed': 'dim',
} as const;

/** The lines of one verdict at most, since a claim lists its exemptions. */
const lineLimit = 6;

const because = (reasons: readonly string[]): string =>
  reasons.length === 0
    ? ''
    : ` (${reasons.slice(0, 3).join('; ')}${reasons.length > 3 ? `; and ${reasons.length - 3} more` : ''})`;

/** The verdicts about profiles with the extent of each claim, then the gate. `claims`: how much of each profile holds. */
export const verdictLines = (
  { gate, conformance }: Report['verdicts'],
  { strict }: Pick<Report['options'], 'strict'>,
  options: TerminalOptions,
  claims: readonly ClaimCounts[] = [],
): readonly string[] => {
  const line = (style: Parameters<typeof styled>[1], text: string) =>
    paragraph('', text, options.columns, lineLimit).map((part) => styled(options, style, part));
  return [
    ...conformance.flatMap((decided) => {
      const { profile, verdict, warnings } = decided;
      const claim = claims.find((one) => one.profile === profile);
      const { extent, reasons } = claimParts(decided, claim, { strict });
      return line(
        verdictStyles[verdict],
        `Conformance ${profile}: ${verdictText(decided)} — ${extent}${because(reasons)}${warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`}`,
      );
    }),
    ...line(
      ['bold', gate.passed ? 'green' : 'red'],
      `Gate: ${gate.passed ? '✓ passed' : '✗ failed'}${because(gate.reasons)}`,
    ),
  ];
};
