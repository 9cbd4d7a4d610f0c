import { secretNames } from '../text/secrets.ts';
import { responseValues } from './response-values.ts';
import type { Part, ShellText } from './shell-text.ts';

/** A variable extracted from an answer, with its jq filter. */
export interface Capture {
  readonly variable: string;
  readonly filter: string;
}

/** An answer from which later requests use values; each use adds to `captures`. */
export interface Source {
  readonly captures: Capture[];
}

interface Known {
  readonly value: string;
  /** The text that must precede the value where it is replaced. */
  readonly precededBy?: RegExp;
  readonly wholeWord: boolean;
  /** The variable, created on first use. */
  readonly variable: (inUrl: boolean) => string;
}

/** The kind of a text: in a URL values are percent-encoded, in a body they may be inside JSON. */
export type TextEncoding = 'url' | 'body' | 'plain';

/** Whether a value is the name of a redacted secret (`$TOKEN_ALICE`), which is never percent-encoded. */
const isSecretName = (value: string): boolean => value.startsWith('$') && value.replace(secretNames, '') === '';

const endsWord = /(%[0-9a-f]{2}|[^\w.-]|^)$/i;
const startsWord = /^([^\w.-]|$)/;

const isReplaceable = (known: Known, before: string, after: string): boolean =>
  (known.precededBy?.test(before) ?? true) && (!known.wholeWord || (endsWord.test(before) && startsWord.test(after)));

/** Replaces values that are specific to a run by variables. */
export class KnownValues {
  readonly #known = new Map<string, Known>();
  readonly #counts = new Map<string, number>();

  has(value: string): boolean {
    return this.#known.has(value);
  }

  /** Replaces a value by a variable that the user sets. */
  define(value: string, variable: string): void {
    if (value === '' || this.#known.has(value)) return;
    this.#known.set(value, { value, wholeWord: value.length < 16, variable: () => variable });
  }

  /** Registers the values of an answer; a value belongs to the first answer that contains it. */
  learn(body: string, source: Source): void {
    for (const { value, name, filter, precededBy } of responseValues(body)) {
      if (this.#known.has(value)) continue;
      const variable = (inUrl: boolean): string => {
        // The shell inserts a variable into a URL unchanged, so a value that needs encoding is captured encoded.
        const wanted = inUrl && encodeURIComponent(value) !== value ? `${filter} | @uri` : filter;
        const capture = source.captures.find((one) => one.filter === wanted);
        if (capture !== undefined) return capture.variable;
        const count = (this.#counts.get(name) ?? 0) + 1;
        this.#counts.set(name, count);
        source.captures.push({ variable: `${name}_${count}`, filter: wanted });
        return `${name}_${count}`;
      };
      this.#known.set(value, {
        value,
        wholeWord: value.length < 16,
        variable,
        ...(precededBy !== undefined && { precededBy }),
      });
    }
  }

  /** The text with known values replaced by variables. */
  template(text: string, encoding: TextEncoding): ShellText {
    const parts: Part[] = [];
    const candidates = [...this.#known.values()]
      .map((known) => ({
        known,
        needle: encoding === 'url' && !isSecretName(known.value) ? encodeURIComponent(known.value) : known.value,
      }))
      // The shell inserts a variable into JSON unchanged, so values that JSON would escape are not replaced.
      .filter(({ needle }) => (encoding !== 'body' || !/["\\]/.test(needle)) && text.includes(needle))
      .toSorted((a, b) => b.needle.length - a.needle.length);
    let from = 0;
    let at = 0;
    while (at < text.length) {
      const found = candidates.find(
        ({ known, needle }) =>
          text.startsWith(needle, at) &&
          isReplaceable(known, text.slice(Math.max(0, at - 40), at), text.slice(at + needle.length)),
      );
      if (found === undefined) {
        at += 1;
        continue;
      }
      if (at > from) parts.push(text.slice(from, at));
      parts.push({ variable: found.known.variable(encoding === 'url') });
      at += found.needle.length;
      from = at;
    }
    if (from < text.length || parts.length === 0) parts.push(text.slice(from));
    return parts;
  }
}
