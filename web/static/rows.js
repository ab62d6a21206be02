// Lists that are walked by n and p, as the places of a report are: each step goes to the next link of a place.
(function () {
  'use strict';
  var rows = Array.prototype.slice.call(document.querySelectorAll('.kwic .to'));
  if (!rows.length) { return; }

  window.baogaoStep = function (by) {
    var at = rows.indexOf(document.activeElement && document.activeElement.closest('.row') && document.activeElement.closest('.row').querySelector('.to'));
    var next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length;
    rows[next].focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: 'nearest' });
  };
}());
