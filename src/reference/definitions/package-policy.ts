import { BlockList, isIP } from 'node:net';
import { ApiError } from '../ground/api-error.ts';

/** The allowed sources of definitions, from KFP's variables PIPELINE_URL_*. */
export interface PackagePolicy {
  /** Switched off in tests only; then every URL is allowed. */
  readonly validate: boolean;
  readonly allowHttp: boolean;
  /** Hosts in addition to the default ones; `*` matches any characters. */
  readonly allowedDomains: readonly string[];
  readonly timeoutMs: number;
}

const defaultDomains = ['storage.googleapis.com', 's3.amazonaws.com', 'github.com', 'raw.githubusercontent.com'];
const defaultPorts: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Loopback, private, link-local (including the metadata services of clouds) and unspecified networks. */
const blockedV4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
const blockedV6: readonly [string, number][] = [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
];

const blocked = new BlockList();
for (const [network, prefix] of blockedV4) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of blockedV6) blocked.addSubnet(network, prefix, 'ipv6');

/** Whether the server must not connect to an address for a caller. */
export const isBlockedAddress = (address: string): boolean => {
  const family = isIP(address);
  return family === 0 || blocked.check(address, family === 4 ? 'ipv4' : 'ipv6');
};

const hostPattern = (domain: string): RegExp => {
  const literals = domain.toLowerCase().split('*');
  return new RegExp(`^${literals.map((literal) => literal.replace(/[^a-z0-9]/g, '\\$&')).join('.*')}$`);
};

const forbidden = (reason: string): ApiError => new ApiError('invalid', `Pipeline URL validation failed: ${reason}.`);

/** Parses a package URL and rejects as `invalid` everything that the policy forbids and the URL alone shows. */
export const checkPackageUrl = (text: string, policy: PackagePolicy): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new ApiError('invalid', `Invalid package_url ${JSON.stringify(text)}: expected an https URL.`);
  }
  if (!policy.validate) return url;
  if (url.protocol !== 'https:' && !policy.allowHttp) throw forbidden('expected https');
  if (url.port !== '' && url.port !== defaultPorts[url.protocol]) throw forbidden(`port ${url.port} is not allowed`);
  const host = url.hostname.replace(/\.$/, '').toLowerCase();
  if (![...defaultDomains, ...policy.allowedDomains].some((domain) => hostPattern(domain).test(host))) {
    throw forbidden(`the host ${host} is not allowed`);
  }
  const literal = host.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && isBlockedAddress(literal)) throw forbidden('the address is private');
  return url;
};
