import { expect, test } from 'vitest';
import { userHeaders, gatewayHeaders, type RestAccess } from './rest-access.ts';

const behindGateway: RestAccess = {
  server: { origin: 'https://kubeflow.example.com/pipeline' },
  caller: {
    headers: { Cookie: 'session=abc', Authorization: 'Bearer of-the-caller', 'KubeFlow-UserID': 'the-caller' },
  },
  userHeader: 'kubeflow-userid',
  userPrefix: 'accounts:',
  secrets: {},
};

// Why: a gateway answers requests without a session itself, and its redirects were reported as a vulnerability.
test('a request without an identity has the session headers of the gateway only', () => {
  expect(gatewayHeaders(behindGateway)).toEqual({ Cookie: 'session=abc' });
});

test('a user has the session headers of the gateway and one user header', () => {
  expect(userHeaders(behindGateway, 'alice')).toEqual({ Cookie: 'session=abc', 'kubeflow-userid': 'accounts:alice' });
});
