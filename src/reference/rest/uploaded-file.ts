import type { FastifyRequest } from 'fastify';
import { maxFileBytes } from '../definitions/pipeline-file.ts';
import { ApiError } from '../ground/api-error.ts';

const fileField = 'uploadfile';

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const unreadable = (cause: unknown): ApiError => {
  if ((cause as { readonly statusCode?: number }).statusCode === 413) {
    return new ApiError('invalid', `The pipeline file is too large: at most ${maxFileBytes} bytes are allowed.`, {
      cause,
    });
  }
  return new ApiError('invalid', 'The multipart body could not be read.', { cause });
};

/**
 * Reads a multipart body to its end, so that an interrupted upload stores nothing (FLT-15). Throws an `invalid`
 * ApiError.
 */
export const readUploadedFile = async (request: FastifyRequest): Promise<UploadedFile> => {
  if (!request.isMultipart()) {
    throw new ApiError(
      'invalid',
      `Expected a multipart/form-data body with the pipeline file in the field ${fileField}.`,
    );
  }
  let uploaded: UploadedFile | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      const bytes = await part.toBuffer();
      if (part.fieldname === fileField) uploaded ??= { name: part.filename, bytes };
    }
  } catch (cause) {
    throw unreadable(cause);
  }
  if (!request.raw.readableEnded) throw new ApiError('invalid', 'The upload ended before it was complete.');
  if (uploaded === undefined) throw new ApiError('invalid', `The upload has no file in the field ${fileField}.`);
  return uploaded;
};
