import { expect, test } from 'vitest';
import { userHeaders, wayHeaders, type RestAccess } from './rest-access.ts';

const behindGateway: RestAccess = {
  server: { origin: 'https://kubeflow.example.com/pipeline' },
  caller: {
    headers: { Cookie: 'session=abc', Authorization: 'Bearer of-the-caller', 'KubeFlow-UserID': 'the-caller' },
  },
  userHeader: 'kubeflow-userid',
  userPrefix: 'accounts:',
  secrets: {},
};

// Why: a gateway that is shown no session answers in the server's place, and its redirects were taken for a vulnerability.
test('who shows no identity goes the way of everybody, and is nobody', () => {
  expect(wayHeaders(behindGateway)).toEqual({ Cookie: 'session=abc' });
});

test('a user goes the same way, under one name', () => {
  expect(userHeaders(behindGateway, 'alice')).toEqual({ Cookie: 'session=abc', 'kubeflow-userid': 'accounts:alice' });
});
