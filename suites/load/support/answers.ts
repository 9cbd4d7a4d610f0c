import type { Response } from 'k6/http';
import { throttled, wrongAnswers } from './metrics.ts';
import { settings } from './settings.ts';

let reported = false;

/** The body of an answer; empty if there was none. */
export const textOf = ({ body }: Response): string => (typeof body === 'string' ? body : '');

/** The beginning of an answer for messages; none where the answers of others must stay private. */
export const shownContent = (response: Response): string =>
  settings.showAnswers ? textOf(response).slice(0, 300) : '(content not shown)';

/** The URL of an answer for messages: a page token may hold names. */
const shownUrl = (url: string): string => (settings.showAnswers ? url : url.replace(/\?.*/, ''));

/** A virtual user reports its first wrong answer only: a target that fails would fill the log. */
const report = (response: Response, expected: number): void => {
  if (reported) return;
  reported = true;
  const { request, status, error } = response;
  const content = shownContent(response);
  const url = shownUrl(request.url);
  console.warn(`${request.method} ${url}: expected status ${expected}, got ${status} ${error} ${content}`);
};

/** The value at a gjson path of an answer; undefined if the answer is no JSON or has no such value. */
export const valueAt = (response: Response, path: string): unknown => {
  try {
    return response.json(path);
  } catch {
    return undefined;
  }
};

/** The texts at a gjson path; none if the answer is no JSON or has none. */
export const textsAt = (response: Response, path: string): readonly string[] => {
  const values = valueAt(response, path);
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
};

export const textAt = (response: Response, path: string): string => {
  const value = valueAt(response, path);
  return typeof value === 'string' ? value : '';
};

/** Counts an answer that does not have the expected status and content. Returns whether it has. */
export const expectAnswer = (response: Response, status: number, isRight: (response: Response) => boolean): boolean => {
  if (response.status === 429) {
    throttled.add(1);
    return false;
  }
  if (response.status === status && isRight(response)) return true;
  report(response, status);
  wrongAnswers.add(1);
  return false;
};

/** As expectAnswer, of a creation: with EXISTING, an object that is there already counts as created. */
export const expectCreated = (response: Response, status: number, isRight: (response: Response) => boolean): boolean =>
  (settings.existing && response.status === 409) || expectAnswer(response, status, isRight);
