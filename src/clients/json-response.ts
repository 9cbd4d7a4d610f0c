import { AssertionError } from 'node:assert';
import { posix } from 'node:path';
import { unexpectedAnswer, UnusableAnswerError, type ReceivedResponse } from '../contract/exchange.ts';

/** A JSON object as received or sent. */
export type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** A text as a JSON object; undefined for any other, such as an error page, a list, or an empty text. */
export const jsonObject = (body: string): Json | undefined => {
  const value = parsed(body);
  return isObject(value) ? value : undefined;
};

/** What an answer says: there is something, there is nothing, or the request was refused. */
type Reading = { readonly says: 'present'; readonly json: Json } | { readonly says: 'absent' | 'refused' };

/** Every object of the Kubernetes API has a kind; an answer to a write is read for single fields only. */
const isKubernetesAnswer = (json: Json, { asked }: ReceivedResponse): boolean =>
  asked.method !== 'GET' || typeof json['kind'] === 'string';

/** The router of KFP redirects a path with empty or dotted segments to the clean one; a login is at another path. */
const cleansPath = ({ headers, asked }: ReceivedResponse): boolean => {
  const asSent = asked.target.split('?')[0] ?? '';
  const clean = posix.normalize(asSent);
  const { pathname } = URL.parse(headers['location'] ?? '', 'http://kfp') ?? {};
  return clean !== asSent && pathname?.endsWith(clean) === true;
};

/** A watch answers with one JSON object a line. */
const isWatch = ({ asked }: ReceivedResponse): boolean => /[?&]watch=true(&|$)/.test(asked.target);

/**
 * Returns the answer. Throws an UnusableAnswerError for one that neither KFP nor the Kubernetes API gives: a redirect, as
 * to a login, or 2xx without JSON, as an error page of a gateway. Both clients ask this of every answer.
 */
export const requireUsable = (answer: ReceivedResponse): ReceivedResponse => {
  const { status, body } = answer;
  if (status >= 300 && status < 400 && !cleansPath(answer)) throw new UnusableAnswerError(answer, 'no redirect');
  if (isSuccess(answer) && !isWatch(answer) && parsed(body) === undefined)
    throw new UnusableAnswerError(answer, 'JSON');
  return answer;
};

const isSuccess = ({ status }: ReceivedResponse): boolean => status >= 200 && status < 300;

/**
 * Decides what an answer says; every other reader of answers asks this one.
 *
 * - 2xx with a JSON object says that there is something, 404 that there is nothing, any other status is a refusal.
 * - An answer that is none of KFP or the Kubernetes API says nothing and throws an UnusableAnswerError: see
 *   `requireUsable`; also 2xx of the Kubernetes API without an object that has a kind.
 * - 2xx of KFP with JSON that is no object is the target's own: it throws an AssertionError, a finding.
 */
export const readingOf = (answer: ReceivedResponse): Reading => {
  const { status, surface, body } = requireUsable(answer);
  if (status === 404) return { says: 'absent' };
  if (!isSuccess(answer)) return { says: 'refused' };
  const value = parsed(body);
  if (surface === 'rest') {
    if (!isObject(value)) throw wrongAnswer(answer, 'a JSON object');
  } else if (!isObject(value) || !isKubernetesAnswer(value, answer))
    throw new UnusableAnswerError(answer, 'an object of the Kubernetes API');
  return { says: 'present', json: value };
};

/** A finding: an answer of the target itself that is not the expected one. */
export const wrongAnswer = (answer: ReceivedResponse, expected: string): AssertionError =>
  new AssertionError({
    message: unexpectedAnswer(answer, expected),
    expected,
    actual: { status: answer.status, body: answer.body },
    operator: 'strictEqual',
  });

/**
 * The error for a refused request. A refusal by KFP is a finding, and so is one of a write by the Kubernetes API, which
 * asks the target's webhooks. A look there does not reach the target: its refusal is an UnusableAnswerError.
 */
const refusal = (answer: ReceivedResponse, expected: string): Error =>
  answer.surface === 'kubernetes' && answer.asked.method === 'GET' && answer.status !== 404
    ? new UnusableAnswerError(answer, expected)
    : wrongAnswer(answer, expected);

/** Throws an UnusableAnswerError for a look at the Kubernetes API that was refused; 404 is no refusal. */
export const requireLook = (answer: ReceivedResponse): void => {
  const refused = readingOf(answer).says === 'refused' && answer.asked.method === 'GET';
  if (refused && answer.surface === 'kubernetes') throw refusal(answer, 'that a user with all rights may look');
};

/** The JSON object of a 2xx answer. Throws an AssertionError or an UnusableAnswerError for any other; see `readingOf`. */
export const jsonOf = (answer: ReceivedResponse): Json => {
  const reading = readingOf(answer);
  if (reading.says !== 'present') throw refusal(answer, 'a JSON object');
  return reading.json;
};

/** Whether the object of a GET is there. Throws, like `jsonOf`, for an answer that says neither. */
export const presence = (answer: ReceivedResponse): 'present' | 'absent' => {
  const { says } = readingOf(answer);
  if (says === 'refused') throw refusal(answer, 'an object, or 404');
  return says;
};

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value) && value.every(isObject);

/** The API server writes `items: null` for a list of metadata with nothing in it, and `[]` for every other empty list. */
const kubernetesItems = (json: Json): readonly Json[] | undefined => {
  const { kind, items } = json;
  if (typeof kind !== 'string' || !kind.endsWith('List')) return undefined;
  if (items === null && kind === 'PartialObjectMetadataList') return [];
  return isList(items) ? items : undefined;
};

/** KFP omits empty fields: `{}` is a list of nothing. */
const restItems = (json: Json, key: string): readonly Json[] | undefined => {
  const { [key]: items = [] } = json;
  return isList(items) ? items : undefined;
};

/**
 * The items of a list: `items` of the Kubernetes API, or `pipelines` and the like of KFP. Throws, like `jsonOf`, for an
 * answer that is no such list.
 */
export const itemsOf = (answer: ReceivedResponse, key: string): readonly Json[] => {
  const json = jsonOf(answer);
  const expected = `a list of ${key}`;
  if (answer.surface === 'kubernetes') {
    const items = kubernetesItems(json);
    if (items === undefined) throw new UnusableAnswerError(answer, expected);
    return items;
  }
  const items = restItems(json, key);
  if (items === undefined) throw wrongAnswer(answer, expected);
  return items;
};

/** The first of these fields of a refusal that is a text; `''` for an error page. The status decides, not this text. */
export const refusalText = ({ body }: Pick<ReceivedResponse, 'body'>, ...keys: readonly string[]): string => {
  const json = jsonObject(body) ?? {};
  return keys.map((key) => json[key]).find((value): value is string => typeof value === 'string' && value !== '') ?? '';
};

/** A field, undefined if it is absent or null. Throws an AssertionError if it is anything but a `what`. */
const field = <Value>(json: Json, key: string, what: string, is: (value: unknown) => value is Value) => {
  const value = json[key] ?? undefined;
  if (value === undefined || is(value)) return value;
  throw new AssertionError({
    message: `expected the field ${key} to be ${what}, got ${JSON.stringify(value).slice(0, 100)}`,
    expected: what,
    actual: value,
    operator: 'strictEqual',
  });
};

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** A number field; 0 if it is absent or null. Throws an AssertionError if it is of another type. */
export const number = (json: Json, key: string): number => field(json, key, 'a number', isNumber) ?? 0;

const isText = (value: unknown): value is string => typeof value === 'string';

/** A string field; `''` if it is absent or null. Throws an AssertionError if it is of another type. */
export const text = (json: Json, key: string): string => field(json, key, 'a text', isText) ?? '';

/** An object field; `{}` if it is absent or null. Throws an AssertionError if it is of another type. */
export const object = (parent: Json, key: string): Json => field(parent, key, 'an object', isObject) ?? {};

/** A field that is a list of objects; `[]` if it is absent or null. Throws an AssertionError if it is of another type. */
export const objects = (parent: Json, key: string): readonly Json[] =>
  field(parent, key, 'a list of objects', isList) ?? [];
