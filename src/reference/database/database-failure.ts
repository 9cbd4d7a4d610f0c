import { Refusal } from '../ground/api-error.ts';

/** Of MySQL and MariaDB: deadlock, lock wait timeout, and MariaDB's "record has changed since last read". */
const TRANSIENT = new Set([1213, 1205, 1020]);
const DUPLICATE = 1062;
const NO_PARENT = 1452;
const TOO_LARGE = new Set([1153, 1301]);
/** Too many connections, shutting down, killed. */
const SERVER_GONE = new Set([1040, 1053, 1203, 1317, 1927]);
const NETWORK = new Set([
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

/** Whether the same transaction may succeed when tried again. */
export function isTransient(error: unknown): boolean {
  return TRANSIENT.has((error as DatabaseError).errno ?? 0);
}

/** The refusal that an error of the database stands for; without SQL text (CRUD-37). Anything else comes back as it is. */
export function refusalOf(error: unknown, duplicate: string): unknown {
  if (error instanceof Refusal || typeof error !== 'object' || error === null) return error;
  const { errno = 0, code = '', fatal = false } = error as DatabaseError;
  const options = { cause: error };
  if (errno === DUPLICATE) return new Refusal('already-exists', duplicate, options);
  if (errno === NO_PARENT) return new Refusal('not-found', 'The pipeline does not exist.', options);
  if (TOO_LARGE.has(errno)) return tooLarge(options);
  if (TRANSIENT.has(errno)) return new Refusal('unavailable', 'The database is busy with the same objects.', options);
  if (fatal || SERVER_GONE.has(errno) || NETWORK.has(code)) {
    return new Refusal('unavailable', 'The database cannot be reached.', options);
  }
  return error;
}

/** A definition that no statement of this database server can carry. */
export function tooLarge(options?: ErrorOptions): Refusal {
  const message = 'The pipeline definition is larger than the database accepts (its setting max_allowed_packet).';
  return new Refusal('invalid', message, options);
}
