import type { VersionObject } from '../kube-api/kubernetes-objects.ts';
import { isObject } from '../ground/plain-object.ts';
import { ApiError, type ApiErrorKind } from '../ground/api-error.ts';

/** The request of an AdmissionReview (admission.k8s.io/v1), with the fields used here. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly dryRun: boolean;
  readonly object: VersionObject;
  readonly oldObject: VersionObject | undefined;
}

export interface JsonPatchOperation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

const statusByKind: Readonly<Record<ApiErrorKind, { readonly code: number; readonly reason: string }>> = {
  invalid: { code: 400, reason: 'BadRequest' },
  unauthenticated: { code: 401, reason: 'Unauthorized' },
  forbidden: { code: 403, reason: 'Forbidden' },
  'not-found': { code: 404, reason: 'NotFound' },
  'already-exists': { code: 409, reason: 'AlreadyExists' },
  conflict: { code: 409, reason: 'Conflict' },
  unimplemented: { code: 501, reason: 'NotImplemented' },
  unavailable: { code: 503, reason: 'ServiceUnavailable' },
};

/** Throws an `invalid` ApiError for anything but a review of one object. */
export const readReview = (body: unknown): AdmissionRequest => {
  const request = isObject(body) ? body['request'] : undefined;
  if (!isObject(request) || typeof request['uid'] !== 'string' || !isObject(request['object'])) {
    throw new ApiError('invalid', 'expected an AdmissionReview with request.uid and request.object');
  }
  const object = request['object'] as unknown as VersionObject;
  return {
    uid: request['uid'],
    operation: String(request['operation']),
    namespace: typeof request['namespace'] === 'string' ? request['namespace'] : '',
    // With generateName the name in the request is empty, but the object has it.
    name: object.metadata.name || (typeof request['name'] === 'string' ? request['name'] : ''),
    dryRun: request['dryRun'] === true,
    object,
    oldObject: isObject(request['oldObject']) ? (request['oldObject'] as unknown as VersionObject) : undefined,
  };
};

const review = (response: object): object => ({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response });

export const allow = (uid: string, patch: readonly JsonPatchOperation[] = []): object => {
  const changes =
    patch.length === 0 ? {} : { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
  return review({ uid, allowed: true, ...changes });
};

export const deny = (uid: string, { kind, message }: ApiError): object =>
  review({ uid, allowed: false, status: { ...statusByKind[kind], status: 'Failure', message } });
