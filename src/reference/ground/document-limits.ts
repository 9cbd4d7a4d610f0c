import { ApiError } from './api-error.ts';

/** No real pipeline is nested deeper, and deeper nesting could exhaust the stack. */
const maxDepth = 200;
/** YAML aliases let a small file expand to a huge document; every visit of a shared part counts. */
const maxNodes = 5_000_000;

/** A lone surrogate has no encoding in UTF-8, so no store could keep it. */
export const checkText = (text: string): void => {
  if (!text.isWellFormed())
    throw new ApiError('invalid', 'Text contains half of a surrogate pair, which is no character.');
};

const checkNumber = (value: number): void => {
  if (!Number.isFinite(value)) throw new ApiError('invalid', `Expected a finite number, got ${value}.`);
};

/**
 * Rejects documents that cannot be stored and returned unchanged in both storage modes: numbers that JSON cannot
 * represent, malformed Unicode (VER-32), and unbounded expansion (FLT-18).
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
