import { object, text, type Json } from '../clients/json-response.ts';
import type { Interception } from '../runner/execute-scenario.ts';
import { jsonIn } from './json-in.ts';

/** Rewrites the Events of the audit log, each one by itself: into other ones, or into none. */
export const changingAuditLog = (change: (event: Json) => readonly Json[]): Interception => ({
  taps: {
    auditLog: (lines) => lines.flatMap((body) => change(jsonIn({ body })).map((event) => JSON.stringify(event))),
  },
});

/** The audit log shows nothing. */
export const emptyAuditLog = (): Interception => changingAuditLog(() => []);

/** A review as the server sent it: the `spec` of a SubjectAccessReview. */
export interface Review {
  readonly spec: Json;
  readonly verb: string;
  readonly resource: string;
  readonly name: string;
}

/** The `spec` of a review with other attributes. */
export const reviewWith = ({ spec }: Review, attributes: Readonly<Record<string, string>>): Json => ({
  ...spec,
  resourceAttributes: { ...object(spec, 'resourceAttributes'), ...attributes },
});

/** The server requests other access reviews: those with the returned `spec`s in place of each. */
export const askingForReviews = (change: (review: Review) => readonly Json[]): Interception =>
  changingAuditLog((event) => {
    if (text(object(event, 'objectRef'), 'resource') !== 'subjectaccessreviews') return [event];
    const requestObject = object(event, 'requestObject');
    const spec = object(requestObject, 'spec');
    const attributes = object(spec, 'resourceAttributes');
    const [verb, resource, name] = ['verb', 'resource', 'name'].map((key) => text(attributes, key));
    return change({ spec, verb: verb ?? '', resource: resource ?? '', name: name ?? '' }).map((changed) => ({
      ...event,
      requestObject: { ...requestObject, spec: changed },
    }));
  });
