import { createHash } from 'node:crypto';
import { html, raw, type Html } from './html-text.ts';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export interface HtmlPage {
  readonly title: string;
  readonly style: string;
  readonly script?: string;
  readonly navigation?: Html;
  readonly main: Html;
}

/** The source of a page that loads nothing and runs only its own script, because it contains text from a target. */
export const htmlPage = ({ title, style, script, navigation, main }: HtmlPage): string => {
  const scripts = script === undefined ? '' : `script-src ${hash(script)}; `;
  const policy = `default-src 'none'; style-src ${hash(style)}; ${scripts}base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        ${navigation}
        <main>${main}</main>
        ${script === undefined ? undefined : raw(`<script>${script}</script>`)}
      </body>
    </html> `.source;
};
