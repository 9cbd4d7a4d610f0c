import { html, prose, type Html } from './html-text.ts';

/** The commit of kubeflow/pipelines that the catalogue's sources are of. */
export const sourceCommit = '7b70c7b95f6832772efd6fd0029a4024491a0f44';

const files = `https://github.com/kubeflow/pipelines/blob/${sourceCommit}/`;

/** A file of the repository with its lines, or more lines of the same file: `main.go#L602`, `#L403`. */
const reference =
  /(?<file>(?:backend|manifests|api|kubernetes_platform|proposals|sdk|components)\/[\w./-]*\w\.\w+)?(?<lines>#L\d+(?:-L\d+)?)/g;

/** Where a requirement comes from: what names a file and a line is a link to it. */
export const sourceHtml = (source: string): Html => {
  const parts: Html[] = [];
  let end = 0;
  let file: string | undefined;
  for (const found of source.matchAll(reference)) {
    file = found.groups?.['file'] ?? file;
    parts.push(prose(source.slice(end, found.index)));
    parts.push(
      file === undefined
        ? html`${found[0]}`
        : html`<a href="${files}${file}${found.groups?.['lines']}" rel="noreferrer">${found[0]}</a>`,
    );
    end = found.index + found[0].length;
  }
  return html`${parts}${prose(source.slice(end))}`;
};
