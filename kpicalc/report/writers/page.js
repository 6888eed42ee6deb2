'use strict';
for (const roster of document.querySelectorAll('section.roster')) {
  const list = roster.querySelector('.entries');
  const entries = [...list.children];
  const orders = new Map(entries.map((each) => [each, JSON.parse(each.dataset.order)]));
  const search = roster.querySelector('input');
  const found = roster.querySelector('.found');
  const fold = (text) => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
  const texts = new Map(entries.map((each) => [each, fold(each.dataset.find)]));
  const language = document.documentElement.lang;
  const number = /^-?\d+(\.\d+)?$/;
  const sums = [...roster.querySelectorAll('.heads>*')].flatMap((each, at) =>
    each.matches('.figure:not(:last-child)') ? [at] : []);
  let longest = 0;
  for (const order of orders.values()) for (const at of sums) longest = Math.max(longest, order[at].length);

  const filter = () => {
    const words = fold(search.value).split(' ');
    let shown = 0;
    for (const each of entries) {
      each.hidden = !words.every((word) => texts.get(each).includes(word));
      shown += each.hidden ? 0 : 1;
    }
    found.textContent = found.dataset.says.replace('{shown}', shown).replace('{count}', entries.length);
  };
  const compare = (a, b) => {
    if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
    if (number.test(a) && number.test(b)) return Number(a) - Number(b);
    return a.localeCompare(b, language, {numeric: true});
  };
  const sort = (button) => {
    const way = button.dataset.way === '1' ? -1 : 1;
    for (const each of roster.querySelectorAll('.heads button')) {
      delete each.dataset.way;
      each.setAttribute('aria-pressed', 'false');
    }
    button.dataset.way = way;
    button.setAttribute('aria-pressed', 'true');
    const at = Number(button.dataset.at);
    entries.sort((a, b) => way * compare(orders.get(a)[at], orders.get(b)[at]));
    list.append(...entries);
  };
  const open = (wanted) => {
    for (const each of entries) if (!each.hidden) each.open = wanted;
  };

  // Sums of more than eight digits need wider columns, and leave the scheme no room but below.
  if (longest > 11) {
    roster.classList.add('long');
    roster.style.setProperty('--figure', `${longest * 0.66 + 1.4}rem`);
  }
  search.addEventListener('input', filter);
  for (const each of roster.querySelectorAll('.heads button')) each.addEventListener('click', () => sort(each));
  roster.querySelector('.open').addEventListener('click', () => open(true));
  roster.querySelector('.close').addEventListener('click', () => open(false));
  roster.querySelector('.tools').hidden = false;
  filter();
}
