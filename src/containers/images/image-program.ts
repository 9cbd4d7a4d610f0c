import { UsageError } from '../../failures/usage-error.ts';

/** The entrypoint and command in an image's configuration. */
export interface ImageStart {
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
}

const shells = new Set(['sh', 'bash', 'ash', 'dash']);

/** The script of `/bin/sh -c "…"`; undefined for another command. */
const scriptOf = ([program = '', flag, script]: readonly string[]): string | undefined =>
  shells.has(program.split('/').at(-1) ?? '') && flag === '-c' ? script : undefined;

/** The first program that a script starts, without preceding variable assignments. */
const startedBy = (script: string): string | undefined =>
  script
    .trim()
    .split(/\s+/)
    .find((word) => word !== 'exec' && !/^\w+=/.test(word));

/**
 * The program of an image, which is started with the harness's arguments. For example, the command of KFP's image is
 * `/bin/sh -c "/bin/apiserver --config=/config …"`, so its program is `/bin/apiserver`. The arguments in an entrypoint are
 * kept.
 */
export const imageProgram = (reference: string, { Entrypoint, Cmd }: ImageStart): readonly string[] => {
  const entrypoint = Entrypoint ?? [];
  const command = Cmd ?? [];
  const script = scriptOf(entrypoint.length > 0 ? [...entrypoint, ...command] : command);
  const fromScript = script === undefined ? undefined : startedBy(script);
  if (fromScript !== undefined) return [fromScript];
  if (script === undefined && entrypoint.length > 0) return entrypoint;
  const [program] = command;
  if (script === undefined && program !== undefined) return [program];
  throw new UsageError(
    `--target image:${reference}: the image does not define which program it starts (Entrypoint ${JSON.stringify(Entrypoint)}, Cmd ${JSON.stringify(Cmd)}). Use an image with an entrypoint or a command`,
  );
};
