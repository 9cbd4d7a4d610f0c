/**
 * Filters the matrix, keeps the filter in the URL (`#?q=lane:kubernetes/rest outcome:failed text`), and adds a copy button
 * to each script. The page is complete without it.
 */
export const script = `
const bar = document.getElementById('filter');
if (bar) {
  const rows = [...document.querySelectorAll('tr.row')].map((row) => ({
    row, more: row.nextElementSibling, terms: row.dataset.terms.split(' '), body: row.parentElement,
  }));
  const fields = [...bar.querySelectorAll('input, select')];
  const textOf = (one) => one.text ??= (one.row.textContent + ' ' + one.more.textContent).toLowerCase();
  const place = (term) => /^at:([^=]*)=(.*)$/.exec(term);
  const accepts = (one, words) => {
    const value = (name) => words.filter((word) => word.startsWith(name + ':')).map((word) => word.slice(name.length + 1));
    const [lane] = value('lane');
    const [outcome] = value('outcome');
    if ((lane || outcome) && !one.terms.some((term) => {
      const found = place(term);
      return found && (!lane || found[1] === lane) && (!outcome || found[2] === outcome);
    })) return false;
    return words.every((word) => {
      if (/^(lane|outcome):/.test(word)) return true;
      if (/^(level|profile|is):/.test(word)) return one.terms.includes(word);
      return textOf(one).includes(word.toLowerCase());
    });
  };
  const wordsIn = (query) => query.split(/\\s+/).filter((word) => word !== '').map((word) => word === 'new' ? 'is:new' : word);
  const apply = (query) => {
    const words = wordsIn(query);
    let shown = 0;
    for (const one of rows) {
      const visible = accepts(one, words);
      one.row.hidden = one.more.hidden = !visible;
      if (visible) shown += 1;
    }
    for (const body of new Set(rows.map((one) => one.body)))
      body.hidden = !rows.some((one) => one.body === body && !one.row.hidden);
    bar.querySelector('output').textContent = words.length === 0 ? '' : shown + ' of ' + rows.length;
  };
  const show = (query) => {
    const words = wordsIn(query);
    const used = new Set();
    for (const field of fields) {
      if (field.type === 'search') continue;
      const word = field.type === 'checkbox' ? field.name + ':' + field.value : words.find((one) => one.startsWith(field.name + ':'));
      const found = word !== undefined && words.includes(word);
      if (field.type === 'checkbox') field.checked = found;
      else field.value = found ? word.slice(field.name.length + 1) : '';
      if (found) used.add(word);
    }
    bar.querySelector('input[type=search]').value = words.filter((word) => !used.has(word)).join(' ');
    apply(query);
  };
  const query = () => fields.flatMap((field) => {
    if (field.type === 'search') return field.value.trim() === '' ? [] : [field.value.trim()];
    if (field.type === 'checkbox') return field.checked ? [field.name + ':' + field.value] : [];
    return field.value === '' ? [] : [field.name + ':' + field.value];
  }).join(' ');
  const restore = () => {
    if (location.hash.startsWith('#?q=')) {
      let wanted = '';
      try { wanted = decodeURIComponent(location.hash.slice(4)); } catch { wanted = ''; }
      show(wanted);
      document.getElementById('matrix').scrollIntoView();
      return;
    }
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.closest('[hidden]')) { show(''); target.scrollIntoView(); }
  };
  bar.hidden = false;
  bar.addEventListener('input', () => {
    const wanted = query();
    history.replaceState(null, '', wanted === '' ? '#matrix' : '#?q=' + encodeURIComponent(wanted));
    apply(wanted);
  });
  window.addEventListener('hashchange', restore);
  restore();
}
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
