import { Refusal } from './api-error.ts';

/** Nesting beyond this is no pipeline anybody wrote, and would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 200;
/** Aliases of YAML let a small file stand for a huge document; each visit of a shared part counts. */
const MAX_NODES = 5_000_000;

/**
 * Refuses what could be read but not stored and given back equal in both storage modes: numbers that JSON cannot hold, text
 * that is not well-formed Unicode (VER-32), and documents that unfold without bound (FLT-18).
 */
export function checkDocument(document: unknown): void {
  let nodes = 0;
  const visit = (value: unknown, depth: number): void => {
    nodes++;
    if (nodes > MAX_NODES) throw new Refusal('invalid', `The document has more than ${MAX_NODES} values.`);
    if (depth > MAX_DEPTH) throw new Refusal('invalid', `The document is nested more than ${MAX_DEPTH} levels deep.`);
    if (typeof value === 'string') checkText(value);
    else if (typeof value === 'number') checkNumber(value);
    else if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        checkText(key);
        visit(item, depth + 1);
      }
    }
  };
  visit(document, 0);
}

/** Half a surrogate pair cannot be encoded as UTF-8, so no store could keep it. */
export function checkText(text: string): void {
  if (!text.isWellFormed())
    throw new Refusal('invalid', 'Text contains half of a surrogate pair, which is no character.');
}

function checkNumber(value: number): void {
  if (!Number.isFinite(value)) throw new Refusal('invalid', `Expected a finite number, got ${value}.`);
}
