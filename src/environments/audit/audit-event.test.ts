import { expect, test } from 'vitest';
import { parseAuditEvent } from './audit-event.ts';

const base = {
  kind: 'Event',
  requestReceivedTimestamp: '2026-11-23T05:00:00.123456Z',
  verb: 'create',
  user: { username: 'kfp-target-k8s-1', groups: ['system:masters'] },
  responseStatus: { code: 201 },
};

const review = {
  objectRef: { resource: 'subjectaccessreviews', apiGroup: 'authorization.k8s.io', apiVersion: 'v1' },
  requestObject: {
    spec: {
      user: 'ann',
      groups: ['system:authenticated'],
      resourceAttributes: { namespace: 'ns', verb: 'get', group: 'pipelines.kubeflow.org', resource: 'pipelines' },
    },
  },
};

const parsed = (event: object) => parseAuditEvent(JSON.stringify({ ...base, ...event }));

test('a review has its attributes and the decision', () => {
  expect(parsed({ ...review, responseObject: { status: { allowed: true } } })).toEqual({
    at: Date.parse('2026-11-23T05:00:00.123Z'),
    requester: 'kfp-target-k8s-1',
    review: {
      user: 'ann',
      groups: ['system:authenticated'],
      verb: 'get',
      group: 'pipelines.kubeflow.org',
      version: '',
      resource: 'pipelines',
      subresource: '',
      namespace: 'ns',
      name: '',
      allowed: true,
    },
  });
});

test('a review that was not answered is not allowed', () => {
  expect(parsed({ ...review, responseObject: { kind: 'Status', status: 'Failure' } }).review?.allowed).toBe(false);
  expect(parsed(review).review?.allowed).toBe(false);
});

test('a request for pipelines has its subresource and its status', () => {
  const objectRef = {
    resource: 'pipelines',
    subresource: 'status',
    namespace: 'ns',
    name: 'p',
    apiGroup: 'pipelines.kubeflow.org',
  };
  expect(parsed({ verb: 'patch', objectRef, responseStatus: { code: 409 } }).request).toEqual({
    requester: 'kfp-target-k8s-1',
    verb: 'patch',
    resource: 'pipelines/status',
    namespace: 'ns',
    name: 'p',
    status: 409,
  });
});

test('any other event is neither a review nor a request', () => {
  const tokenReview = parsed({ objectRef: { resource: 'tokenreviews', apiGroup: 'authentication.k8s.io' } });
  expect(tokenReview).not.toHaveProperty('review');
  expect(tokenReview).not.toHaveProperty('request');
});
