// The outline follows the reader, and folds by level where it is long. Without scripts it is a plain list of links.
(function () {
  'use strict';
  var outline = document.querySelector('.outline');
  var items = outline ? Array.prototype.slice.call(outline.querySelectorAll('li')) : [];
  if (!items.length) { return; }
  var LONG = 40;
  var entries = items.map(function (item) {
    var link = item.querySelector('a');
    return { item: item, link: link, depth: Number(item.dataset.depth), number: Number(link.hash.slice(2)), toggle: null };
  });

  // Whether an entry shows is told by those above it: all of them have to be open.
  function show() {
    var closed = Infinity;
    entries.forEach(function (entry) {
      if (entry.depth <= closed) { closed = Infinity; }
      entry.item.hidden = entry.depth > closed;
      if (closed === Infinity && entry.toggle && entry.toggle.getAttribute('aria-expanded') === 'false') {
        closed = entry.depth;
      }
    });
  }

  function set(entry, open) {
    if (!entry.toggle) { return; }
    entry.toggle.setAttribute('aria-expanded', String(open));
    entry.toggle.textContent = open ? '\u25be' : '\u25b8';
  }

  function above(index) {
    var depth = entries[index].depth;
    var found = [];
    for (var i = index - 1; i >= 0 && depth > 1; i -= 1) {
      if (entries[i].depth < depth) { depth = entries[i].depth; found.push(entries[i]); }
    }
    return found;
  }

  function fold() {
    var every = document.createElement('button');
    var open = false;
    every.type = 'button';
    every.className = 'fold-all';
    entries.forEach(function (entry, index) {
      var after = entries[index + 1];
      if (!after || after.depth <= entry.depth) { return; }
      entry.toggle = document.createElement('button');
      entry.toggle.type = 'button';
      entry.toggle.className = 'fold';
      entry.toggle.setAttribute('aria-label', outline.dataset.fold + ' ' + entry.link.querySelector('span').textContent);
      entry.toggle.addEventListener('click', function () {
        set(entry, entry.toggle.getAttribute('aria-expanded') === 'false');
        show();
      });
      entry.item.insertBefore(entry.toggle, entry.link);
      set(entry, false);
    });
    every.addEventListener('click', function () {
      open = !open;
      entries.forEach(function (entry) { set(entry, open); });
      every.textContent = open ? outline.dataset.closeAll : outline.dataset.openAll;
      show();
    });
    every.textContent = outline.dataset.openAll;
    outline.insertBefore(every, outline.querySelector('ol'));
    outline.classList.add('folds');
    show();
  }

  var deep = entries.some(function (entry, index) { return index && entry.depth > entries[index - 1].depth; });
  if (items.length > LONG && deep) { fold(); }

  if (!('IntersectionObserver' in window)) { return; }
  var here = entries.filter(function (entry) { return entry.link.getAttribute('href').charAt(0) === '#'; });
  var seen = new Set();
  var current = null;
  var watcher = new IntersectionObserver(function (changes) {
    changes.forEach(function (change) {
      var number = Number(change.target.id.slice(1));
      if (change.isIntersecting) { seen.add(number); } else { seen.delete(number); }
    });
    if (!seen.size) { return; }
    var top = Math.min.apply(null, Array.from(seen));
    var found = null;
    here.forEach(function (entry) { if (entry.number <= top) { found = entry; } });
    if (!found || found === current) { return; }
    if (current) { current.link.classList.remove('at'); current.link.removeAttribute('aria-current'); }
    current = found;
    above(entries.indexOf(current)).forEach(function (entry) { set(entry, true); });
    show();
    current.link.classList.add('at');
    current.link.setAttribute('aria-current', 'location');
    if (!outline.contains(document.activeElement)) {
      outline.scrollTop = current.link.offsetTop - outline.offsetTop - outline.clientHeight / 3;
    }
  }, { rootMargin: '-80px 0px -50% 0px' });
  document.querySelectorAll('.paper [data-cite]').forEach(function (line) { watcher.observe(line); });
}());
