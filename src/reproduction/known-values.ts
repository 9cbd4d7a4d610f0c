import { secretNames } from '../text/secrets.ts';
import { responseValues } from './response-values.ts';
import type { Part, ShellText } from './shell-text.ts';

/** A variable taken from an answer: the jq filter and the name. */
export interface Capture {
  readonly variable: string;
  readonly filter: string;
}

/** An answer of which later requests may want something; `captures` grows as they do. */
export interface Source {
  readonly captures: Capture[];
}

interface Known {
  readonly value: string;
  /** Where it may be replaced: behind this, and as a whole word where it is short. */
  readonly behind?: RegExp;
  readonly wholeWord: boolean;
  /** The variable, made when it is first asked for. */
  readonly variable: (inUrl: boolean) => string;
}

/** What a text is: in a URL values stand percent-encoded, in a body they may stand inside JSON. */
export type TextEncoding = 'url' | 'body' | 'plain';

/** `$TOKEN_ALICE`, which stands for a secret: it is in no other form than this. */
const isName = (value: string): boolean => value.startsWith('$') && value.replace(secretNames, '') === '';

const endsWord = /(%[0-9a-f]{2}|[^\w.-]|^)$/i;
const startsWord = /^([^\w.-]|$)/;

const stands = (known: Known, before: string, after: string): boolean =>
  (known.behind?.test(before) ?? true) && (!known.wholeWord || (endsWord.test(before) && startsWord.test(after)));

/** Knows which texts of a run are the run's own, and puts variables in their place. */
export class KnownValues {
  readonly #known = new Map<string, Known>();
  readonly #counts = new Map<string, number>();

  knows(value: string): boolean {
    return this.#known.has(value);
  }

  /** Puts a variable that the reader sets by hand in place of a value. */
  fix(value: string, variable: string): void {
    if (value === '' || this.#known.has(value)) return;
    this.#known.set(value, { value, wholeWord: value.length < 16, variable: () => variable });
  }

  /** Learns what an answer brings; the answer that brought a value first keeps it. */
  learn(body: string, source: Source): void {
    for (const { value, name, filter, behind } of responseValues(body)) {
      if (this.#known.has(value)) continue;
      const variable = (inUrl: boolean): string => {
        // A variable stands in a URL as it is, so what needs encoding there is taken encoded.
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
        ...(behind !== undefined && { behind }),
      });
    }
  }

  /** The text with variables for what is known. */
  template(text: string, encoding: TextEncoding): ShellText {
    const parts: Part[] = [];
    const candidates = [...this.#known.values()]
      .map((known) => ({
        known,
        needle: encoding === 'url' && !isName(known.value) ? encodeURIComponent(known.value) : known.value,
      }))
      // A variable inside JSON is put in as it is: a value that JSON would write in another way stays as it stands.
      .filter(({ needle }) => (encoding !== 'body' || !/["\\]/.test(needle)) && text.includes(needle))
      .toSorted((a, b) => b.needle.length - a.needle.length);
    let from = 0;
    let at = 0;
    while (at < text.length) {
      const found = candidates.find(
        ({ known, needle }) =>
          text.startsWith(needle, at) &&
          stands(known, text.slice(Math.max(0, at - 40), at), text.slice(at + needle.length)),
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
