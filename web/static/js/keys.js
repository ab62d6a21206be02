// The keyboard. One-letter keys never act inside a field or while a word is composed, and can be switched off.
(function () {
  'use strict';
  var KEY = 'baogao.keys';
  var dialog = document.getElementById('keys');
  var on = dialog.querySelector('.keys-on');

  function enabled() {
    try { return window.localStorage.getItem(KEY) !== 'off'; } catch (problem) { return true; }
  }
  on.checked = enabled();
  on.addEventListener('change', function () {
    try { window.localStorage.setItem(KEY, on.checked ? 'on' : 'off'); } catch (problem) { /* kept for this page only */ }
  });
  dialog.querySelector('.keys-close').addEventListener('click', function () { dialog.close(); });

  function follow(selector) {
    var link = document.querySelector(selector);
    if (link) { location.href = link.href; }
    return Boolean(link);
  }
  function box() {
    var field = document.getElementById('q');
    if (field && field.offsetParent) { field.focus(); field.select(); } else { location.href = '/'; }
    return true;
  }
  function step(by) {
    if (!window.baogaoStep) { return false; }
    window.baogaoStep(by);
    return true;
  }
  function copy() {
    var line = window.baogaoLine && window.baogaoLine();
    if (line) { window.baogaoCopy(line); }
    return Boolean(line);
  }
  function find() {
    var fold = document.querySelector('details.find');
    if (!fold) { return false; }
    fold.open = true;
    fold.querySelector('#find').focus();
    fold.querySelector('#find').select();
    return true;
  }
  function all() {
    if (dialog.showModal && !dialog.open) { dialog.showModal(); }
    return true;
  }
  function back() {
    if (dialog.open) { return false; }
    if (location.hash === '#outline' || location.hash === '#facts' || location.hash === '#filters') { location.hash = '#main'; return true; }
    var menu = document.querySelector('details.menu[open]');
    if (menu) { menu.open = false; return true; }
    return follow('.bar .back');
  }

  var letters = {
    '/': box, n: function () { return step(1); }, p: function () { return step(-1); },
    '[': function () { return follow('.report-before'); }, ']': function () { return follow('.report-after'); },
    f: find, c: copy, x: function () { return Boolean(window.baogaoClip && window.baogaoClip()); }, '?': all
  };

  document.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) { return; }
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    var inField = event.target.closest('input, textarea, select, [contenteditable]');
    var acted = false;
    if (event.key === 'Escape' && inField && inField.id === 'find') { inField.blur(); acted = true; }
    else if (event.key === 'F3') { acted = step(event.shiftKey ? -1 : 1); }
    else if (inField) { return; }
    else if (event.key === 'Escape') { acted = back(); }
    else if (event.key === 'Enter' && !event.target.closest('a, button, summary, dialog')) { acted = step(event.shiftKey ? -1 : 1); }
    else if (!dialog.open && on.checked && letters[event.key]) { acted = letters[event.key](); }
    if (acted) { event.preventDefault(); }
  });
}());
