const escapedMessage = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string => escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/**
 * A workflow command of GitHub Actions, which stands on a line of its own: `::error title=LIST-04 failed::…`. Without the
 * escapes a text could end the command, or begin another one.
 */
export const workflowCommand = (
  name: 'group' | 'endgroup' | 'error',
  message = '',
  properties: Readonly<Record<string, string>> = {},
): string => {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${name}${given.length === 0 ? '' : ` ${given.join(',')}`}::${escapedMessage(message)}`;
};

/** Whether this process runs in a job of GitHub Actions, whose runner reads these commands in its output. */
export const isWorkflow = (environment: Readonly<Record<string, string | undefined>> = process.env): boolean =>
  environment['GITHUB_ACTIONS'] === 'true';
