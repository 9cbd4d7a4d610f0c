import { isObject } from '../ground/plain-object.ts';
import { ApiError } from '../ground/api-error.ts';

/**
 * A document that configures the platform `kubernetes`, including other platforms in it. Undefined for anything else,
 * also for a platform spec without `kubernetes`, which KFP drops (VER-05). Throws an `invalid` ApiError if malformed.
 */
export const kubernetesPlatformSpec = (document: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (!isObject(document) || !isObject(document['platforms'])) return undefined;
  const kubernetes = document['platforms']['kubernetes'];
  if (kubernetes === undefined || kubernetes === null) return undefined;
  const unknown = Object.keys(document).find((key) => key !== 'platforms');
  if (!isObject(kubernetes) || unknown !== undefined) {
    throw new ApiError(
      'invalid',
      'Invalid platform spec: expected {"platforms": {"kubernetes": {…}}} and nothing beside it.',
    );
  }
  return document;
};
