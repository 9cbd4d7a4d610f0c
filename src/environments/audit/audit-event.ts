import { z } from 'zod';
import type { AccessReview, AuditQuery, PipelineRequest } from '../audit-log.ts';

const text = z.string().default('');

const reviewSchema = z.object({
  spec: z.object({
    user: text,
    groups: z.array(z.string()).nullish(),
    resourceAttributes: z
      .object({
        verb: text,
        group: text,
        version: text,
        resource: text,
        subresource: text,
        namespace: text,
        name: text,
      })
      .optional(),
  }),
});

const answerSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

/** The evaluated fields of an `audit.k8s.io/v1` Event. */
const eventSchema = z.object({
  requestReceivedTimestamp: z.string(),
  verb: z.string(),
  user: z.object({ username: z.string() }),
  objectRef: z.object({ apiGroup: text, resource: text, subresource: text, namespace: text, name: text }).optional(),
  requestObject: z.unknown().optional(),
  responseObject: z.unknown().optional(),
  responseStatus: z.object({ code: z.number().default(0) }).optional(),
});

/** One line of the audit log. `review` and `request` are absent if it is neither a review nor a request for pipelines. */
export interface AuditEvent {
  readonly at: number;
  readonly requester: string;
  readonly review?: AccessReview;
  readonly request?: PipelineRequest;
}

const reviewIn = (requestObject: unknown, responseObject: unknown): AccessReview | undefined => {
  // The API server rejected a body that is not a review.
  const spec = reviewSchema.safeParse(requestObject).data?.spec;
  if (spec?.resourceAttributes === undefined) return undefined;
  const allowed = answerSchema.safeParse(responseObject).data?.status.allowed ?? false;
  return { user: spec.user, groups: spec.groups ?? [], ...spec.resourceAttributes, allowed };
};

export const parseAuditEvent = (line: string): AuditEvent => {
  const event = eventSchema.parse(JSON.parse(line));
  const { objectRef, verb } = event;
  const base = { at: Date.parse(event.requestReceivedTimestamp), requester: event.user.username };
  if (objectRef?.apiGroup === 'pipelines.kubeflow.org') {
    const { resource, subresource, namespace, name } = objectRef;
    const kind = subresource === '' ? resource : `${resource}/${subresource}`;
    const status = event.responseStatus?.code ?? 0;
    return { ...base, request: { requester: base.requester, verb, resource: kind, namespace, name, status } };
  }
  if (objectRef?.resource !== 'subjectaccessreviews') return base;
  const review = reviewIn(event.requestObject, event.responseObject);
  return review === undefined ? base : { ...base, review };
};

const isWanted = ({ at, requester, review, request }: AuditEvent, query: AuditQuery): boolean =>
  at >= (query.since?.getTime() ?? Number.NEGATIVE_INFINITY) &&
  requester === (query.requester ?? requester) &&
  (query.reviewed === undefined || query.reviewed === review?.user) &&
  (query.object === undefined || query.object === request?.name);

/** The access reviews and the requests for pipelines that a query wants, in these lines of an audit log. */
export const auditEventsIn = (lines: readonly string[], query: AuditQuery): readonly AuditEvent[] =>
  lines.map(parseAuditEvent).filter((event) => isWanted(event, query));
