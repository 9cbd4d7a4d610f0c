import cliTruncate from 'cli-truncate';
import { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { visible } from '../text/visible-text.ts';

/** How a terminal is written to. */
export interface TerminalOptions {
  /** Its width in columns. */
  readonly columns: number;
  readonly colour: boolean;
}

/** What is asked of a stream: `process.stdout`, or any other. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Colour only on a terminal, and only where NO_COLOR (no-color.org) does not forbid it. */
export const terminalOptions = (
  { isTTY, columns }: TerminalStream,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): TerminalOptions => ({
  columns: Math.max(40, columns ?? 100),
  colour: isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb',
});

/** Text in a colour, where there are colours. */
export const styled = ({ colour }: TerminalOptions, style: Parameters<typeof styleText>[0], text: string): string =>
  colour ? styleText(style, text, { validateStream: false }) : text;

/** Filled up with blanks to a width in columns. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** On one line of at most a width, with `…` where something is missing. */
export const cut = (text: string, width: number): string =>
  cliTruncate(visible(text.replace(/\s+/g, ' ').trim()), Math.max(1, width));

/** Behind a mark, over as many lines as it takes but `limit` at most; further lines stand under the first. */
export const paragraph = (mark: string, text: string, width: number, limit: number): readonly string[] => {
  const room = Math.max(10, width - stringWidth(mark));
  const lines = wrapAnsi(visible(text.replace(/\s+/g, ' ').trim()), room, { hard: true, trim: true }).split('\n');
  const shown =
    lines.length <= limit ? lines : [...lines.slice(0, limit - 1), cut(lines.slice(limit - 1).join(' '), room)];
  return shown.map((line, at) => (at === 0 ? mark : ' '.repeat(stringWidth(mark))) + line);
};
