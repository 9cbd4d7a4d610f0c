import { createHash } from 'node:crypto';

const MAX_OBJECT_NAME = 253;
const MAX_LABEL_VALUE = 63;
const HASH_DIGITS = 10;
const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN = new RegExp(`^${DNS_LABEL}(\\.${DNS_LABEL})*$`);

/** Whether Kubernetes takes this as the name of a custom resource (RFC 1123 subdomain). */
export function isObjectName(name: string): boolean {
  return name.length <= MAX_OBJECT_NAME && DNS_SUBDOMAIN.test(name);
}

/** Whether both names together fit an object name, which KFP demands of `<pipeline>-<version>` (NAME-09). */
export function fitsObjectName(pipelineName: string, versionName: string): boolean {
  return pipelineName.length + 1 + versionName.length <= MAX_OBJECT_NAME;
}

/**
 * The object name of a version made through REST: a pure function of both names, so that the Kubernetes API itself refuses a
 * second one. A hash of both ends it, because `a` + `b-c` and `a-b` + `c` would else be one object (VER-08, VER-09).
 */
export function versionObjectName(pipelineName: string, versionName: string): string {
  const hash = createHash('sha256').update(`${pipelineName}/${versionName}`).digest('hex').slice(0, HASH_DIGITS);
  const readable = cut(`${pipelineName}-${versionName}`, MAX_OBJECT_NAME - HASH_DIGITS - 1);
  return `${readable}-${hash}`;
}

/** A name as a label value: cut to what labels take, and never ending in `-` or `.`, which they refuse (NAME-11). */
export function labelValue(name: string): string {
  return cut(name, MAX_LABEL_VALUE);
}

function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/[^a-z0-9]+$/i, '');
}
