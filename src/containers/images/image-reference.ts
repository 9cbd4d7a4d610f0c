import { UsageError } from '../../failures/usage-error.ts';

/** `host:port/path:tag@digest`, as container engines read it. */
const form =
  /^(?<name>(?:[a-zA-Z0-9][\w.-]*(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?<digest>@sha256:[0-9a-f]{64})?$/;

/** What an engine is asked for: one that names neither tag nor digest means `latest`. Throws a UsageError for no reference. */
export const imageReference = (given: string): string => {
  const { name, tag, digest } = form.exec(given)?.groups ?? {};
  if (name === undefined)
    throw new UsageError(
      `--target image:${given}: expected the name of a container image, such as image:ghcr.io/kubeflow/kfp-api-server:2.17.0`,
    );
  return tag === undefined && digest === undefined ? `${given}:latest` : given;
};
