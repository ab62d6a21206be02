// Lists: how many rows are ticked, the order that is chosen, and looking for a value in a long filter.
(function () {
  'use strict';
  document.querySelectorAll('.picked').forEach(function (bar) {
    var form = bar.closest('form');
    var all = form.querySelector('.pick-all input');
    var told = bar.querySelector('.picked-count');
    function rows() { return Array.prototype.slice.call(form.querySelectorAll('input[name="id"]')); }
    function count() {
      var ticked = rows().filter(function (one) { return one.checked; }).length;
      told.textContent = told.dataset.words.replace('{n}', ticked);
      bar.hidden = !ticked;
      if (all) {
        all.checked = ticked > 0 && ticked === rows().length;
        all.indeterminate = ticked > 0 && ticked < rows().length;
      }
    }
    form.addEventListener('change', function (event) {
      if (event.target === all) { rows().forEach(function (one) { one.checked = all.checked; }); }
      count();
    });
    window.addEventListener('pageshow', count);
    count();
  });

  // A mouse's choice is followed at once; who walks a list with arrow keys says when (Enter, or on leaving).
  document.querySelectorAll('select.at-once').forEach(function (list) {
    var first = list.value;
    var walking = false;
    function go() { if (list.value !== first) { list.form.submit(); } }
    list.addEventListener('keydown', function (event) {
      if (event.key === 'Enter') { go(); } else if (event.key !== 'Tab') { walking = true; }
    });
    list.addEventListener('pointerdown', function () { walking = false; });
    list.addEventListener('change', function () { if (!walking) { go(); } });
    list.addEventListener('blur', go);
  });

  document.querySelectorAll('.facet-find input').forEach(function (field) {
    var values = field.closest('.rest').querySelectorAll('li');
    field.addEventListener('input', function () {
      var wanted = field.value.trim().toLowerCase();
      values.forEach(function (value) {
        value.hidden = value.querySelector('span').textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
  });
}());
