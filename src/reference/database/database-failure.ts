import { ApiError } from '../ground/api-error.ts';

/** Deadlock, lock wait timeout, and MariaDB's "record has changed since last read". */
const transientCodes = new Set([1213, 1205, 1020]);
const duplicateCode = 1062;
const noParentCode = 1452;
const tooLargeCodes = new Set([1153, 1301]);
/** Too many connections, shutting down, killed. */
const serverGoneCodes = new Set([1040, 1053, 1203, 1317, 1927]);
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
]);

interface DatabaseError {
  readonly errno?: number;
  readonly code?: string;
  readonly fatal?: boolean;
}

/** Whether a retry of the same transaction may succeed. */
export const isTransient = (error: unknown): boolean => transientCodes.has((error as DatabaseError).errno ?? 0);

/** The error for a definition that exceeds the largest statement of the database server. */
export const tooLarge = (options?: ErrorOptions): ApiError => {
  const message = 'The pipeline definition is larger than the database accepts (its setting max_allowed_packet).';
  return new ApiError('invalid', message, options);
};

/** The ApiError for an error of the database, without SQL text (CRUD-37). Other errors are returned unchanged. */
export const apiErrorFor = (error: unknown, duplicate: string): unknown => {
  if (error instanceof ApiError || typeof error !== 'object' || error === null) return error;
  const { errno = 0, code = '', fatal = false } = error as DatabaseError;
  const options = { cause: error };
  if (errno === duplicateCode) return new ApiError('already-exists', duplicate, options);
  if (errno === noParentCode) return new ApiError('not-found', 'The pipeline does not exist.', options);
  if (tooLargeCodes.has(errno)) return tooLarge(options);
  if (transientCodes.has(errno))
    return new ApiError('unavailable', 'The database is busy with the same objects.', options);
  if (fatal || serverGoneCodes.has(errno) || networkCodes.has(code)) {
    return new ApiError('unavailable', 'The database cannot be reached.', options);
  }
  return error;
};
