// Suggestions under the search box: an editable combobox with a list (ARIA APG), and the advanced form's query as it is
// filled in. Both only ask for what the server says; without scripts box and form work as they are.
(function () {
  'use strict';
  var body = document.body;
  var WAIT = 80;

  function combobox(box) {
    var list = document.createElement('ul');
    var told = document.createElement('p');
    var rows = [];
    var at = -1;
    var typed = box.value;
    var asked = 0;
    var timer = 0;
    var composing = false;

    list.id = box.id + '-suggestions';
    list.className = 'suggestions';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', body.dataset.suggestions);
    list.hidden = true;
    told.className = 'unseen';
    told.setAttribute('role', 'status');
    box.parentNode.appendChild(list);
    box.parentNode.appendChild(told);
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-expanded', 'false');
    box.setAttribute('aria-controls', list.id);

    function close() {
      window.clearTimeout(timer);
      asked += 1;
      list.hidden = true;
      at = -1;
      box.setAttribute('aria-expanded', 'false');
      box.removeAttribute('aria-activedescendant');
    }

    function choose(to) {
      if (at >= 0) { rows[at].setAttribute('aria-selected', 'false'); }
      at = to;
      if (at < 0) {
        box.removeAttribute('aria-activedescendant');
        box.value = typed;
        return;
      }
      rows[at].setAttribute('aria-selected', 'true');
      rows[at].scrollIntoView({ block: 'nearest' });
      box.setAttribute('aria-activedescendant', rows[at].id);
      box.value = rows[at].dataset.query;
    }

    function take(row) {
      box.value = row.dataset.query;
      close();
      if (box.form.requestSubmit) { box.form.requestSubmit(); } else { box.form.submit(); }
    }

    function row(one, number) {
      var item = document.createElement('li');
      var words = document.createElement('span');
      var count = document.createElement('span');
      item.id = list.id + '-' + number;
      item.dataset.query = one.query;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      words.textContent = one.query;
      count.className = 'n';
      count.textContent = body.dataset.reports.replace('{r}', one.reports);
      item.appendChild(words);
      item.appendChild(count);
      return item;
    }

    function show(found) {
      while (list.firstChild) { list.removeChild(list.firstChild); }
      rows = found.map(row);
      rows.forEach(function (item) { list.appendChild(item); });
      at = -1;
      box.removeAttribute('aria-activedescendant');
      list.hidden = !rows.length;
      box.setAttribute('aria-expanded', String(Boolean(rows.length)));
      told.textContent = rows.length ? body.dataset.suggested.replace('{n}', rows.length) : '';
    }

    function ask() {
      var mine = asked += 1;
      typed = box.value;
      if (!typed.trim() || typed.length > 200) { close(); return; }
      fetch(body.dataset.suggest + '?q=' + encodeURIComponent(typed), { credentials: 'same-origin' })
        .then(function (answer) { return answer.ok ? answer.json() : { suggestions: [] }; })
        .then(function (found) { if (mine === asked && document.activeElement === box) { show(found.suggestions); } })
        .catch(function () { /* the server is away: the box works without */ });
    }

    function soon() {
      if (composing) { return; }
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    }

    box.addEventListener('compositionstart', function () { composing = true; close(); });
    box.addEventListener('compositionend', function () { composing = false; soon(); });
    box.addEventListener('input', soon);
    box.addEventListener('blur', close);
    list.addEventListener('mousedown', function (event) { event.preventDefault(); });
    list.addEventListener('click', function (event) {
      var item = event.target.closest('[role="option"]');
      if (item) { take(item); }
    });
    box.addEventListener('keydown', function (event) {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) { return; }
      var open = !list.hidden;
      if (event.key === 'ArrowDown' && event.altKey) { ask(); }
      else if (event.key === 'ArrowDown' && open) { choose(at + 1 < rows.length ? at + 1 : -1); }
      else if (event.key === 'ArrowDown' && box.value.trim()) { ask(); }
      else if (event.key === 'ArrowUp' && open) { choose(at >= 0 ? at - 1 : rows.length - 1); }
      else if (event.key === 'Escape' && open) { choose(-1); close(); event.stopPropagation(); }
      else if (event.key === 'Enter' && open && at >= 0) { take(rows[at]); }
      else { if (event.key === 'Tab' || event.key === 'Enter') { close(); } return; }
      event.preventDefault();
    });
  }

  document.querySelectorAll('input[type="search"]#q').forEach(combobox);

  // Searching within results: the box is emptied for what is looked for there.
  document.querySelectorAll('input[name="within"]').forEach(function (again) {
    again.addEventListener('change', function () {
      var box = document.getElementById('q');
      if (again.checked && box.value.trim() === again.value) { box.value = ''; box.focus(); }
      else if (!again.checked && !box.value.trim()) { box.value = again.value; }
    });
  });

  var form = document.getElementById('advanced');
  if (!form) { return; }
  var query = form.querySelector('.written-query');
  var count = form.querySelector('.written-count');
  var wait = 0;
  var turn = 0;

  function write() {
    var mine = turn += 1;
    var fields = new URLSearchParams(new FormData(form)).toString();
    fetch(form.dataset.twin + '?' + fields, { credentials: 'same-origin' })
      .then(function (answer) { return answer.json(); })
      .then(function (found) {
        if (mine !== turn) { return; }
        if (found.error) { count.textContent = found.error.message; return; }
        query.textContent = found.query || query.dataset.nothing;
        count.textContent = found.query ? count.dataset.totals.replace('{r}', found.total_reports).replace('{m}', found.total_matches) : '';
      })
      .catch(function () { /* the server is away: the button writes it */ });
  }

  form.addEventListener('input', function (event) {
    if (event.isComposing) { return; }
    window.clearTimeout(wait);
    wait = window.setTimeout(write, 250);
  });
}());
