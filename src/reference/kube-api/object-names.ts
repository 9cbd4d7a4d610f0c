import { createHash } from 'node:crypto';

const maxObjectName = 253;
const maxLabelValue = 63;
const hashDigits = 10;
const dnsLabel = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dnsSubdomain = new RegExp(`^${dnsLabel}(\\.${dnsLabel})*$`);

/** Whether this is a valid name of a custom resource (RFC 1123 subdomain). */
export const isObjectName = (name: string): boolean => name.length <= maxObjectName && dnsSubdomain.test(name);

/** Whether `<pipeline>-<version>` fits an object name, as KFP requires (NAME-09). */
export const fitsObjectName = (pipelineName: string, versionName: string): boolean =>
  pipelineName.length + 1 + versionName.length <= maxObjectName;

const cut = (name: string, length: number): string => name.slice(0, length).replace(/[^a-z0-9]+$/i, '');

/**
 * The object name of a version created through REST: a pure function of both names, so that the Kubernetes API itself
 * rejects duplicates. It ends in a hash of both, because `a` + `b-c` and `a-b` + `c` would otherwise be one object
 * (VER-08, VER-09).
 */
export const versionObjectName = (pipelineName: string, versionName: string): string => {
  const hash = createHash('sha256').update(`${pipelineName}/${versionName}`).digest('hex').slice(0, hashDigits);
  const readable = cut(`${pipelineName}-${versionName}`, maxObjectName - hashDigits - 1);
  return `${readable}-${hash}`;
};

/**
 * A name as a label value: truncated to the allowed length, and without a final `-` or `.`, which are invalid
 * (NAME-11).
 */
export const labelValue = (name: string): string => cut(name, maxLabelValue);
