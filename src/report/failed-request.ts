const answer = /^# the run got (?<status>\d+|no answer)$/;

const isFailure = (line: string): boolean => {
  const status = answer.exec(line)?.groups?.['status'];
  return status !== undefined && !/^[123]\d\d$/.test(status);
};

const lineLimit = 8;

/**
 * The request of a reproduction script that tells most about a failure, with the line that says what the run got: the last
 * one that failed or, where none did, the last one. Long requests are cut after some lines.
 */
export const failedRequest = (script: readonly string[]): readonly string[] => {
  const failed = script.findLastIndex(isFailure);
  const end = failed === -1 ? script.findLastIndex((line) => answer.test(line)) : failed;
  if (end === -1) return script.slice(0, lineLimit);
  const before = script.slice(0, end).findLastIndex((line) => line === '' || answer.test(line));
  const request = script.slice(before + 1, end);
  // Remarks stand above the command; a line of its input may look like one.
  const command = request.slice(
    Math.max(
      0,
      request.findIndex((line) => !line.startsWith('#')),
    ),
  );
  return [...command.slice(0, lineLimit), ...(command.length > lineLimit ? ['…'] : []), ...script.slice(end, end + 1)];
};
