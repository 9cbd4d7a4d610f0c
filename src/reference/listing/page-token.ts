import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ListKind } from './list-fields.ts';
import type { Position, Predicate } from '../model/listing.ts';
import { ApiError } from '../ground/api-error.ts';

/**
 * Everything that determines the next page, so that a token alone suffices (FILT-22). `scope` is the namespace of a
 * pipeline list or the pipeline of a version list; a token is valid for its own list only (LIST-20).
 */
export interface PageToken {
  readonly kind: ListKind;
  readonly scope: string;
  readonly sortBy: string;
  readonly descending: boolean;
  readonly predicates: readonly Predicate[];
  readonly after: Position;
}

/** Incremented when the content of tokens changes meaning, so that old ones are rejected and not misread (LIST-22). */
const tokenVersion = 1;

const signature = (content: string, key: Buffer): string =>
  createHmac('sha256', key).update(content).digest('base64url');

/** Tokens are signed, so that altered ones are detected. The alphabet needs no escaping in a URL. */
export const encodePageToken = (token: PageToken, key: Buffer): string => {
  const content = Buffer.from(JSON.stringify({ version: tokenVersion, ...token })).toString('base64url');
  return `${content}.${signature(content, key)}`;
};

/** Throws an `invalid` ApiError for any token that this implementation did not issue. */
export const decodePageToken = (text: string, key: Buffer): PageToken => {
  const [content = '', given = '', ...rest] = text.split('.');
  const expected = Buffer.from(signature(content, key));
  const actual = Buffer.from(given);
  if (rest.length > 0 || actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw new ApiError('invalid', 'Invalid page token: it was not given out by this API, or was altered.');
  }
  const { version, ...token } = JSON.parse(Buffer.from(content, 'base64url').toString()) as PageToken & {
    readonly version: unknown;
  };
  if (version !== tokenVersion)
    throw new ApiError('invalid', 'Invalid page token: it was given out by another release.');
  return token;
};
