// Going from place to place in a report without loading it again. Without scripts the same links load the page.
(function () {
  'use strict';
  var bar = document.querySelector('.bar');
  if (!bar) { return; }
  // Of a report in pieces the page has only some of the places: there the links load the piece with the next one.
  var inPieces = bar.hasAttribute('data-pieces');
  var marks = [];
  var total = 0;
  var at = 0;
  var shown = null;

  function address(number) {
    var query = new URLSearchParams(location.search);
    query.set('at', String(number));
    return location.pathname + '?' + query.toString() + '#m' + number;
  }

  function go(number) {
    if (!total) { return; }
    number = ((number - 1 + total) % total) + 1;
    if (at) { marks[at - 1].classList.remove('now'); }
    at = number;
    var mark = marks[at - 1];
    mark.classList.add('now');
    shown.textContent = String(at);
    var calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    mark.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
    history.replaceState(null, '', address(at));
    if (window.baogaoCome) { window.baogaoCome(mark.closest('[data-cite]')); }
    hold();
    var back = bar.querySelector('.back');
    back.href = back.href.replace(/(#l-.*-)\d+$/, '$1' + at);
  }

  // The outline marks the innermost section that holds the current place; their ranges come from the server.
  function hold() {
    var outline = document.querySelector('.outline');
    var found = null;
    if (!outline) { return; }
    outline.querySelectorAll('li.holds').forEach(function (item) {
      item.classList.remove('holds');
      item.querySelector('i').remove();
    });
    outline.querySelectorAll('li[data-first]').forEach(function (item) {
      var first = Number(item.dataset.first);
      if (at && first <= at && at < first + Number(item.dataset.places)) { found = item; }
    });
    if (!found) { return; }
    found.classList.add('holds');
    var told = document.createElement('i');
    told.className = 'unseen';
    told.textContent = outline.dataset.here;
    found.querySelector('a span').insertAdjacentElement('afterend', told);
  }

  // After the last place comes the first of the next report of the answer; before the first, the last of the one before.
  function elsewhere(by) {
    var link = document.querySelector(by > 0 ? '.report-after' : '.report-before');
    if (!link || bar.hasAttribute('data-alone') || at !== (by > 0 ? total : 1)) { return false; }
    location.href = by > 0 ? link.href : link.dataset.last;
    return true;
  }

  function step(by) {
    if (inPieces) {
      location.href = bar.querySelector(by > 0 ? '.step.next' : '.step.previous').href;
      return;
    }
    if (!elsewhere(by)) { go(at ? at + by : by > 0 ? first() : total); }
  }

  // The first step goes to the first place that is not above the window.
  function first() {
    for (var i = 0; i < total; i += 1) {
      if (marks[i].getBoundingClientRect().top >= 0) { return i + 1; }
    }
    return 1;
  }

  // An address with #p7 or #m7 that another piece holds leads there: a server never sees what stands behind the #.
  function come() {
    var wanted = /^#([pm])(\d+)$/.exec(location.hash);
    if (!inPieces || !wanted || document.getElementById(wanted[0].slice(1))) { return; }
    var query = new URLSearchParams(location.search);
    ['piece', 'passage', 'start', 'at'].forEach(function (name) { query.delete(name); });
    query.set(wanted[1] === 'p' ? 'passage' : 'at', wanted[2]);
    location.replace(location.pathname + '?' + query.toString() + wanted[0]);
  }
  if (inPieces) { window.addEventListener('hashchange', come); come(); }

  // Once at the beginning, and whenever find.js has put other places into the text.
  function setUp() {
    marks = inPieces ? [] : document.querySelectorAll('.paper mark');
    total = marks.length;
    at = Number(bar.dataset.current) || 0;
    shown = bar.querySelector('.now-at');
    window.baogaoStep = total || (inPieces && bar.querySelector('.step.next')) ? step : null;
    [['.step.next', 1], ['.step.previous', -1]].forEach(function (pair) {
      var link = bar.querySelector(pair[0]);
      if (!link || !total) { return; }
      link.addEventListener('click', function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
        event.preventDefault();
        step(pair[1]);
      });
    });
  }
  window.baogaoPlaces = setUp;
  setUp();

  var opened = /^#m(\d+)$/.exec(location.hash);
  if (opened && Number(opened[1]) <= total && Number(opened[1]) > 0) {
    if (at) { marks[at - 1].classList.remove('now'); at = 0; }
    go(Number(opened[1]));
  } else if (!at && /^#p\d+$/.test(location.hash)) {
    var inside = document.getElementById(location.hash.slice(1));
    var mark = inside && inside.querySelector('mark');
    if (mark) { at = 0; go(Number(mark.id.slice(1))); }
  }

  var sibling = document.querySelector('.siblings [aria-current]');
  if (sibling) {
    var list = sibling.closest('.siblings');
    list.scrollTop = sibling.offsetTop - list.offsetTop - list.clientHeight / 3;
  }
}());
