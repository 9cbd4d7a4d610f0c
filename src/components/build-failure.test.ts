import { expect, test } from 'vitest';
import { buildFailure } from './build-failure.ts';

const places = { cache: '/c', buildCache: '/b', moduleCache: '/m' };

test.each([
  [
    'a full disk',
    'compile: writing output: write $WORK/b001/_pkg_.a: no space left on device',
    /out of disk space.*KFP_CONFORMANCE_CACHE/,
  ],
  [
    'a Go that is too old',
    'go: go.mod requires go >= 1.26.0 (running go 1.22.2; GOTOOLCHAIN=local)',
    /needs Go 1\.26\.0 or newer, but this is Go 1\.22\.2/,
  ],
  [
    'no network',
    'go: k8s.io/kubernetes@v1.34.4: Get "https://proxy/k8s.io": dial tcp: lookup proxy: no such host',
    /could not be downloaded.*GOPROXY.*no such host/,
  ],
  [
    'a module that is not the pinned one',
    'verifying k8s.io/api@v0.34.4: checksum mismatch\n\tdownloaded: h1:a\n\tgo.sum: h1:b\n\nSECURITY ERROR',
    /differs from the version that this project pins/,
  ],
  // Why: this is the only output of a process that the kernel kills when memory runs out.
  ['no memory', 'k8s.io/kubernetes/cmd/kubelet: link: signal: killed', /was killed.*memory.*GOMAXPROCS=1/],
  // Why: a line about an unreachable checksum database also contains "verifying module", but is not tampering.
  [
    'an unreachable checksum database',
    'go: k8s.io/api@v0.34.4: verifying module: Get "https://sum/lookup": dial tcp 10.0.0.1:443: i/o timeout',
    /could not be downloaded/,
  ],
  ['anything else', 'main.go:3: undefined: x', /building etcd failed.*\n {2}main\.go:3/],
])('%s results in an error with a remedy', (_, printed, message) => {
  const failure = buildFailure('etcd', printed, places);
  expect(failure.code).toBe('environment');
  expect(failure.message).toMatch(message);
});
