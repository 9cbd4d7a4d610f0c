/** Adds a copy button to each script. The page is complete without it. */
export const script = `
for (const pre of document.querySelectorAll('pre.copyable')) {
  if (!navigator.clipboard) break;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(pre.textContent + '\\n').then(
      () => { button.textContent = 'Copied'; },
      () => { button.textContent = 'Not copied'; },
    );
  });
  pre.after(button);
}
`;
