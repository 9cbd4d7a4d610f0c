import { createHash } from 'node:crypto';

export interface StoredObject {
  readonly content: Uint8Array;
  /** In quotes, as in the header. */
  readonly etag: string;
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly key: string;
  readonly parts: Map<number, StoredObject>;
}

export interface Bucket {
  readonly objects: Map<string, StoredObject>;
  /** By their ids. */
  readonly uploads: Map<string, Upload>;
}

/** The content of an object store: its buckets by name. */
export type Buckets = Map<string, Bucket>;

export const md5 = (content: Uint8Array): Buffer => createHash('md5').update(content).digest();

export const storedObject = (content: Uint8Array): StoredObject => ({
  content,
  etag: `"${md5(content).toString('hex')}"`,
});
