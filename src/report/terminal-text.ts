import cliTruncate from 'cli-truncate';
import { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { LaneName } from '../contract/lane-name.ts';
import type { Outcome } from '../contract/outcome.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';
import type { Tally } from '../judgement/check-list.ts';
import { visible } from '../text/visible-text.ts';

/** The properties of a terminal. */
export interface TerminalOptions {
  /** Its width in columns. */
  readonly columns: number;
  readonly colour: boolean;
}

/** The part of a stream that is used here: `process.stdout`, or any other. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Colour only on a terminal, and not if NO_COLOR (no-color.org) is set. */
export const terminalOptions = (
  { isTTY, columns }: TerminalStream,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TerminalOptions => ({
  columns: Math.max(40, columns ?? 100),
  colour: isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb',
});

/** Styles a text, if colour is enabled. */
export const styled = ({ colour }: TerminalOptions, style: Parameters<typeof styleText>[0], text: string): string =>
  colour ? styleText(style, text, { validateStream: false }) : text;

/** Pads a text with spaces to a width in columns. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Joins a text to one line, cut with `…` at a width in columns. */
export const cut = (text: string, width: number): string =>
  cliTruncate(visible(text.replace(/\s+/g, ' ').trim()), Math.max(1, width));

/** Wraps a text after a mark to at most `limit` lines, with a hanging indent. */
export const paragraph = (mark: string, text: string, width: number, limit: number): readonly string[] => {
  const room = Math.max(10, width - stringWidth(mark));
  const lines = wrapAnsi(visible(text.replace(/\s+/g, ' ').trim()), room, { hard: true, trim: true }).split('\n');
  const shown =
    lines.length <= limit ? lines : [...lines.slice(0, limit - 1), cut(lines.slice(limit - 1).join(' '), room)];
  return shown.map((line, at) => (at === 0 ? mark : ' '.repeat(stringWidth(mark))) + line);
};

/** The lanes where there is little room. */
export const shortLanes: Readonly<Record<LaneName, string>> = {
  'database/rest': 'db/rest',
  'kubernetes/rest': 'k8s/rest',
  'kubernetes/crd': 'k8s/crd',
};

/** The counts of a tally, the most severe first: `✗2` of failed checks. */
export const tallyText = (tally: Tally | undefined): readonly { readonly outcome: Outcome; readonly text: string }[] =>
  bySeverity
    .filter((outcome) => (tally?.[outcome] ?? 0) > 0)
    .map((outcome) => ({ outcome, text: `${outcomeWords[outcome].symbol}${tally?.[outcome]}` }));

/** `✗2 ✓5` */
export const plainTally = (tally: Tally | undefined): string =>
  tallyText(tally)
    .map(({ text }) => text)
    .join(' ');
