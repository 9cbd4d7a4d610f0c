import { describe, expect, it } from 'vitest';
import { checkPackageUrl, isBlockedAddress, type PackagePolicy } from './package-policy.ts';

const policy: PackagePolicy = { validate: true, allowHttp: false, allowedDomains: ['*.example.com'], timeoutMs: 1 };

describe('checkPackageUrl', () => {
  it.each([
    'https://github.com/a/p.yaml',
    'https://GitHub.com./p.yaml',
    'https://storage.googleapis.com:443/p.yaml',
    'https://a.example.com/p.yaml',
  ])('allows %s', (url) => {
    expect(checkPackageUrl(url, policy).href).toBe(new URL(url).href);
  });

  it.each([
    'http://github.com/p.yaml',
    'https://github.com:8443/p.yaml',
    'https://example.com/p.yaml',
    'https://github.com.evil.net/p.yaml',
    'https://user@evil.net/?github.com',
    'https://githubXcom/p.yaml',
    'ftp://github.com/p.yaml',
    'file:///etc/passwd',
    '/p.yaml',
    '',
  ])('refuses %s', (url) => {
    expect(() => checkPackageUrl(url, policy)).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it('refuses private addresses even where the host is allowed', () => {
    const anyHost = { ...policy, allowedDomains: ['*'] };
    for (const host of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '[::1]', '[::ffff:127.0.0.1]', '2130706433']) {
      expect(() => checkPackageUrl(`https://${host}/p.yaml`, anyHost)).toThrow('private');
    }
    expect(isBlockedAddress('140.82.112.3')).toBe(false);
  });
});
