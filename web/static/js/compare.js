// From difference to difference in two texts side by side, by link and by key. Without scripts the links lead on alone.
(function () {
  'use strict';
  var steps = document.querySelector('.diff-steps');
  if (!steps) { return; }
  var total = Number(steps.dataset.total);
  var at = 0;

  function go(number) {
    var old = document.querySelector('.laid.now');
    at = ((number - 1 + total) % total) + 1;
    if (old) { old.classList.remove('now'); }
    var row = document.getElementById('d' + at);
    var calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    row.classList.add('now');
    row.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
    steps.querySelector('.now-at').textContent = String(at);
    history.replaceState(null, '', location.pathname + location.search + '#d' + at);
  }

  function step(by) { go(at ? at + by : by > 0 ? 1 : total); }

  document.addEventListener('click', function (event) {
    var link = event.target.closest('.diff-steps a, .to-next');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    if (link.classList.contains('to-next')) { go(Number(link.hash.slice(2))); } else { step(link.classList.contains('next') ? 1 : -1); }
  });
  window.baogaoStep = step;
  var opened = /^#d(\d+)$/.exec(location.hash);
  if (opened && Number(opened[1]) >= 1 && Number(opened[1]) <= total) { go(Number(opened[1])); }
}());
