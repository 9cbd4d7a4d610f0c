import { UsageError } from '../../failures/usage-error.ts';

/** What an image starts, as its configuration says it. */
export interface ImageStart {
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
}

const shells = new Set(['sh', 'bash', 'ash', 'dash']);

/** The script of `/bin/sh -c "…"`; undefined for another command. */
const scriptOf = ([program = '', flag, script]: readonly string[]): string | undefined =>
  shells.has(program.split('/').at(-1) ?? '') && flag === '-c' ? script : undefined;

/** The program that a script starts first, without settings of variables before it. */
const startedBy = (script: string): string | undefined =>
  script
    .trim()
    .split(/\s+/)
    .find((word) => word !== 'exec' && !/^\w+=/.test(word));

/**
 * The program of an image, to be started with other arguments than its own: KFP's image says
 * `/bin/sh -c "/bin/apiserver --config=/config …"`, and its program is `/bin/apiserver`. An entrypoint keeps the arguments
 * that stand in it.
 */
export const imageProgram = (reference: string, { Entrypoint, Cmd }: ImageStart): readonly string[] => {
  const entrypoint = Entrypoint ?? [];
  const command = Cmd ?? [];
  const script = scriptOf(entrypoint.length > 0 ? [...entrypoint, ...command] : command);
  const found = script === undefined ? undefined : startedBy(script);
  if (found !== undefined) return [found];
  if (script === undefined && entrypoint.length > 0) return entrypoint;
  const [program] = command;
  if (script === undefined && program !== undefined) return [program];
  throw new UsageError(
    `--target image:${reference}: the image does not say which program it starts (Entrypoint ${JSON.stringify(Entrypoint)}, Cmd ${JSON.stringify(Cmd)})`,
  );
};
