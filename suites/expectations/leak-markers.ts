import type { HttpResponse } from '../../src/contract/exchange.ts';
import { jsonOf, text } from '../../src/clients/json-response.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';

/** What answers to others must not hold, by what it is. */
export type LeakMarkers = Readonly<Record<string, string>>;

export const leakMarkersOf = ({ namespace, pipeline, version }: PipelineFixture): LeakMarkers => ({
  'its id': pipeline.id,
  'its name': pipeline.name,
  "its version's id": version.id,
  'its definition': `step-${pipeline.name}`,
  'its namespace': namespace,
});

/** Marks but for those that whoever asks has named: to hear them again tells nothing. */
export const leakMarkersBut = (marks: LeakMarkers, ...asked: readonly string[]): LeakMarkers =>
  Object.fromEntries(Object.entries(marks).filter(([, mark]) => !asked.includes(mark)));

/** A page token may hold what the body does not show. */
const readable = ({ headers, body }: HttpResponse): string => {
  const token = text(jsonOf({ status: 200, headers, body }), 'next_page_token');
  return [body, ...Object.values(headers), Buffer.from(token, 'base64').toString('latin1')].join('\n');
};

/** What answers show of somebody else's, call by call; calls that show nothing are left out. */
export const leaksIn = (
  answers: Readonly<Record<string, HttpResponse | undefined>>,
  marks: LeakMarkers,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([call, answer]) => {
      const shown = answer === undefined ? '' : readable(answer);
      const found = Object.entries(marks).flatMap(([what, mark]) => (shown.includes(mark) ? [what] : []));
      return found.length === 0 ? [] : [[call, found]];
    }),
  );
