import { assert } from '../../src/scenarios/assert.ts';
import type { HttpResponse } from '../../src/contract/exchange.ts';
import { jsonObject } from '../../src/clients/json-response.ts';
import type { PipelineFixture } from './pipeline-fixture.ts';

/** Texts that answers to other users must not contain, by what they identify. */
export type LeakMarkers = Readonly<Record<string, string>>;

export const leakMarkersOf = ({ namespace, pipeline, version }: PipelineFixture): LeakMarkers => ({
  'its id': pipeline.id,
  'its name': pipeline.name,
  "its version's id": version.id,
  'its definition': `step-${pipeline.name}`,
  'its namespace': namespace,
});

/** The markers except those that the request itself contained, because their repetition reveals nothing. */
export const leakMarkersBut = (markers: LeakMarkers, ...asked: readonly string[]): LeakMarkers =>
  Object.fromEntries(Object.entries(markers).filter(([, marker]) => !asked.includes(marker)));

/** A page token may contain data that the body does not show, so it is decoded. */
const readable = ({ headers, body }: HttpResponse): string => {
  const { next_page_token: token } = jsonObject(body) ?? {};
  const decoded = typeof token === 'string' ? Buffer.from(token, 'base64').toString('latin1') : '';
  return [body, ...Object.values(headers), decoded].join('\n');
};

/** The markers found in the answers, by call. Calls without a marker are left out. */
export const leaksIn = (
  answers: Readonly<Record<string, HttpResponse | undefined>>,
  markers: LeakMarkers,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([call, answer]) => {
      const shown = answer === undefined ? '' : readable(answer);
      const found = Object.entries(markers).flatMap(([what, marker]) => (shown.includes(marker) ? [what] : []));
      return found.length === 0 ? [] : [[call, found]];
    }),
  );

/** Asserts that every marker is found in the answers to somebody who may see what it identifies. */
export const assertMarkersFound = (
  answers: Readonly<Record<string, HttpResponse | undefined>>,
  markers: LeakMarkers,
): void => {
  const found = new Set(Object.values(leaksIn(answers, markers)).flat());
  assert.deepEqual(
    Object.keys(markers).filter((marker) => !found.has(marker)),
    [],
    'what the answers to its owner do not show of a pipeline',
  );
};
