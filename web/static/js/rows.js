// Lists that are walked by n and p, as the places of a report are: each step goes to the link of the next place.
(function () {
  'use strict';
  var rows = Array.prototype.slice.call(document.querySelectorAll('.row, .excerpt'));
  var links = rows.map(function (row) { return row.querySelector('.to, a.tool'); });
  if (!rows.length) { return; }

  window.baogaoStep = function (by) {
    var at = rows.indexOf(document.activeElement && document.activeElement.closest('.row, .excerpt'));
    var next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length;
    links[next].focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: 'nearest' });
  };
}());
