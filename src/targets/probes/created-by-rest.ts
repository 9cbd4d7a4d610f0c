import type { Json } from '../../clients/json-response.ts';
import { apiV2 } from '../../clients/kfp.ts';
import { answerText, ask, bodyOf, textAt, type ProbeRequest } from './probe-answer.ts';
import type { ProbeContext } from './probe-context.ts';
import type { ProbeStep } from './feature-probe.ts';

/**
 * The id of the pipeline of a creation whose answer shows none: the target may have stored it all the same. Undefined if
 * there is no such pipeline; a sentence in `unknown` if that cannot be seen.
 */
const idByName = async (
  context: ProbeContext,
  by: 'kfp' | 'shared',
  name: string,
): Promise<{ readonly id?: string; readonly unknown?: string }> => {
  const request: ProbeRequest = { by, method: 'GET', path: `${apiV2}/pipelines/names/${name}` };
  const answer = await ask(context, request);
  if (answer.status === 404) return {};
  const id = textAt(bodyOf(answer), 'pipeline_id');
  return answer.status === 200 && id !== '' ? { id } : { unknown: answerText(request, answer) };
};

/** Removes a pipeline that was created by REST, with its versions. Resolves with what was not removed. */
export const removeCreated = async (
  context: ProbeContext,
  by: 'kfp' | 'shared',
  name: string,
  body: Json | undefined,
): Promise<string | undefined> => {
  const shown = textAt(body, 'pipeline_id');
  const { id, unknown } = shown === '' ? await idByName(context, by, name) : { id: shown };
  if (id === undefined) return unknown;
  const request: ProbeRequest = {
    by,
    method: 'DELETE',
    path: `${apiV2}/pipelines/${id}`,
    query: { cascade: true },
  };
  const answer = await ask(context, request);
  return answer.status === 200 || answer.status === 404 ? undefined : answerText(request, answer);
};

/** Creates the pipeline of a probe by REST. */
export const creation = (by: 'kfp' | 'shared', absent: ProbeStep['absent']): ProbeStep => ({
  request: ({ name }) => ({ by, method: 'POST', path: `${apiV2}/pipelines`, json: { name } }),
  success: 200,
  read: (body) => (textAt(body, 'pipeline_id') === '' ? 'unreadable' : 'expected'),
  absent,
  remove: (context, body) => removeCreated(context, by, context.name, body),
});
