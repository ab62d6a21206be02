// Small comforts of every page: what needs scripts appears, input methods are left alone, recent searches, hints.
(function () {
  'use strict';
  document.querySelectorAll('.needs-script').forEach(function (part) {
    if (!part.classList.contains('recent') && !part.classList.contains('line-tools')) { part.hidden = false; }
  });

  // While a word is being composed, Enter chooses a word; it must not search.
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229) && event.target.closest('form')) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  document.querySelectorAll('.modes').forEach(function (modes) {
    var hint = modes.querySelector('.mode-hint');
    modes.addEventListener('change', function (event) {
      if (hint && hint.dataset[event.target.value]) { hint.textContent = hint.dataset[event.target.value]; }
    });
  });

  document.addEventListener('click', function (event) {
    document.querySelectorAll('details.menu[open]').forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  document.querySelectorAll('button.print').forEach(function (button) {
    button.addEventListener('click', function () { window.print(); });
  });

  // Recent searches stay in this browser. Where it keeps nothing, there are none.
  var KEY = 'baogao.recent';
  function kept() {
    try { return JSON.parse(window.localStorage.getItem(KEY) || '[]').filter(function (q) { return typeof q === 'string'; }); }
    catch (problem) { return []; }
  }
  var box = document.getElementById('q');
  var asked = new URLSearchParams(location.search).get('q');
  var recent = kept();
  if (asked && asked.trim() && document.querySelector('.totals') && asked.length < 200) {
    recent = [asked.trim()].concat(recent.filter(function (q) { return q !== asked.trim(); })).slice(0, 8);
    try { window.localStorage.setItem(KEY, JSON.stringify(recent)); } catch (problem) { /* private browsing keeps nothing */ }
  }
  var others = recent.filter(function (q) { return !box || q !== box.value.trim(); }).slice(0, 5);
  document.querySelectorAll('.recent').forEach(function (place) {
    if (!others.length) { return; }
    others.forEach(function (q) {
      var link = document.createElement('a');
      link.href = '/search?q=' + encodeURIComponent(q);
      link.textContent = q.length > 16 ? q.slice(0, 16) + '…' : q;
      place.appendChild(link);
    });
    place.hidden = false;
  });
}());
