import { ApiError } from './api-error.ts';

/** Nesting beyond this is no pipeline anybody wrote, and would exhaust the stack of whoever walks it. */
const maxDepth = 200;
/** Aliases of YAML let a small file stand for a huge document; each visit of a shared part counts. */
const maxNodes = 5_000_000;

/** Half a surrogate pair cannot be encoded as UTF-8, so no store could keep it. */
export const checkText = (text: string): void => {
  if (!text.isWellFormed())
    throw new ApiError('invalid', 'Text contains half of a surrogate pair, which is no character.');
};

const checkNumber = (value: number): void => {
  if (!Number.isFinite(value)) throw new ApiError('invalid', `Expected a finite number, got ${value}.`);
};

/**
 * Refuses what could be read but not stored and given back equal in both storage modes: numbers that JSON cannot hold, text
 * that is not well-formed Unicode (VER-32), and documents that unfold without bound (FLT-18).
 */
export const checkDocument = (document: unknown): void => {
  let nodes = 0;
  const visit = (value: unknown, depth: number): void => {
    nodes++;
    if (nodes > maxNodes) throw new ApiError('invalid', `The document has more than ${maxNodes} values.`);
    if (depth > maxDepth) throw new ApiError('invalid', `The document is nested more than ${maxDepth} levels deep.`);
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
};
