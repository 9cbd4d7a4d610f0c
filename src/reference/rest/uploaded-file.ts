import type { FastifyRequest } from 'fastify';
import { MAX_FILE_BYTES } from '../definitions/pipeline-file.ts';
import { Refusal } from '../ground/api-error.ts';

const FILE_FIELD = 'uploadfile';

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Reads a multipart body to its very end, so that a client that went away has uploaded nothing (FLT-15). Refused as `invalid`. */
export async function readUploadedFile(request: FastifyRequest): Promise<UploadedFile> {
  if (!request.isMultipart()) {
    throw new Refusal(
      'invalid',
      `Expected a multipart/form-data body with the pipeline file in the field ${FILE_FIELD}.`,
    );
  }
  let uploaded: UploadedFile | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      const bytes = await part.toBuffer();
      if (part.fieldname === FILE_FIELD) uploaded ??= { name: part.filename, bytes };
    }
  } catch (cause) {
    throw unreadable(cause);
  }
  if (!request.raw.readableEnded) throw new Refusal('invalid', 'The upload ended before it was complete.');
  if (uploaded === undefined) throw new Refusal('invalid', `The upload has no file in the field ${FILE_FIELD}.`);
  return uploaded;
}

function unreadable(cause: unknown): Refusal {
  if ((cause as { readonly statusCode?: number }).statusCode === 413) {
    return new Refusal('invalid', `The pipeline file is too large: at most ${MAX_FILE_BYTES} bytes are allowed.`, {
      cause,
    });
  }
  return new Refusal('invalid', 'The multipart body could not be read.', { cause });
}
