import { readFileSync } from 'node:fs';
import { EnvironmentError } from '../failures/environment-error.ts';

/** Reads the current token from a file. Throws an EnvironmentError if there is none. */
export const readToken = (file: string): string => {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new EnvironmentError(`the token of every request is read from ${file}, which cannot be read any more`, {
      cause,
    });
  }
  if (token === '') throw new EnvironmentError(`the token of every request is read from ${file}, which is empty`);
  return token;
};
