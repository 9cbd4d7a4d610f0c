import { expect, test } from 'vitest';
import { html, prose } from './html-text.ts';

test('quotes are escaped where they would end an attribute, and only there', () => {
  const text = `a "b" 'c' <d>&`;
  expect(html`<p title="${text}">${text}</p>`.source).toBe(
    `<p title="a &quot;b&quot; &#39;c&#39; &lt;d&gt;&amp;">a "b" 'c' &lt;d&gt;&amp;</p>`,
  );
  expect(html`<a href="#${text}.${text}" title="x">${[text, html`<b>${text}</b>`]}</a>`.source).toBe(
    `<a href="#a &quot;b&quot; &#39;c&#39; &lt;d&gt;&amp;.a &quot;b&quot; &#39;c&#39; &lt;d&gt;&amp;" title="x">a "b" 'c' &lt;d&gt;&amp;<b>a "b" 'c' &lt;d&gt;&amp;</b></a>`,
  );
});

test('what stands between back-ticks is code, and a single back-tick stays', () => {
  expect(prose('`a` and `<b>`, not `c').source).toBe('<code>a</code> and <code>&lt;b&gt;</code>, not `c');
});
