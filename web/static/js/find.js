// Looking for words in this report while they are typed. The server looks, as exactly as it searches, and draws the
// places; what differs in the page it answers is put into this one. Without scripts the same form loads that page.
(function () {
  'use strict';
  var WAIT = 200;
  var bar = document.querySelector('.bar');
  var fold = document.querySelector('details.find');
  if (!bar || !fold || !window.fetch || !window.DOMParser || bar.hasAttribute('data-pieces')) { return; }
  var form = fold.querySelector('form');
  var field = form.querySelector('#find');
  var timer = 0;
  var asked = 0;
  var shown = field.value.trim();

  function address() {
    var query = new URLSearchParams();
    Array.prototype.forEach.call(form.elements, function (each) {
      if (each.name && each.value.trim()) { query.append(each.name, each.name === 'find' ? each.value.trim() : each.value); }
    });
    var text = query.toString();
    return location.pathname + (text ? '?' + text : '');
  }

  function put(page, to) {
    var fresh = page.querySelector('.bar');
    page.querySelectorAll('.paper [data-cite]').forEach(function (line) {
      var old = document.getElementById(line.id);
      if (old && old.innerHTML !== line.innerHTML) { fill(old, line); }
    });
    document.querySelector('.paper').className = page.querySelector('.paper').className;
    var items = page.querySelectorAll('.outline li');
    document.querySelectorAll('.outline li').forEach(function (item, index) { count(item, items[index]); });
    var places = fresh.querySelector('.bar-places');
    var old = bar.querySelector('.bar-places');
    if (old) { old.remove(); }
    if (places) { fold.insertAdjacentElement('beforebegin', document.importNode(places, true)); }
    bar.querySelector('.back').href = fresh.querySelector('.back').href;
    bar.dataset.total = fresh.dataset.total;
    bar.dataset.current = fresh.dataset.current;
    bar.toggleAttribute('data-alone', fresh.hasAttribute('data-alone'));
    form.querySelector('.find-end').hidden = !shown;
    notice(page.querySelector('.paper > .notice.warn'));
    history.replaceState(null, '', to);
    window.baogaoPlaces();
  }

  function fill(old, fresh) {
    while (old.firstChild) { old.removeChild(old.firstChild); }
    fresh.childNodes.forEach(function (node) { old.appendChild(document.importNode(node, true)); });
  }

  function count(item, fresh) {
    ['.n', 'i'].forEach(function (name) {
      var old = item.querySelector('a ' + name);
      var now = fresh.querySelector('a ' + name);
      if (old) { old.remove(); }
      if (now) { item.querySelector('a').appendChild(document.importNode(now, true)); }
    });
    item.classList.toggle('holds', fresh.classList.contains('holds'));
    ['data-first', 'data-places'].forEach(function (name) {
      if (fresh.hasAttribute(name)) { item.setAttribute(name, fresh.getAttribute(name)); } else { item.removeAttribute(name); }
    });
  }

  function notice(now) {
    var paper = document.querySelector('.paper');
    var old = paper.querySelector(':scope > .notice.warn');
    if (old) { old.remove(); }
    if (now) { paper.insertBefore(document.importNode(now, true), paper.firstChild); }
  }

  // What was typed meanwhile is asked anew; an answer that comes late says nothing any more.
  function look(then) {
    var number = asked += 1;
    var to = address();
    shown = field.value.trim();
    fetch(to, { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      if (number !== asked) { return; }
      put(new DOMParser().parseFromString(text, 'text/html'), to);
      if (then) { then(); }
    }).catch(function () { if (number === asked) { location.href = to; } });
  }

  function soon(event) {
    window.clearTimeout(timer);
    if (event.isComposing || field.value.trim() === shown) { return; }
    timer = window.setTimeout(look, WAIT);
  }
  field.addEventListener('input', soon);
  field.addEventListener('compositionend', function () { window.setTimeout(function () { soon({}); }, 0); });

  // Enter goes to the next place at once, with Shift to the one before; the form never loads the page.
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    next(1);
  });
  field.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229 || !event.shiftKey) { return; }
    event.preventDefault();
    next(-1);
  });
  function next(by) {
    window.clearTimeout(timer);
    if (field.value.trim() === shown) { if (window.baogaoStep) { window.baogaoStep(by); } return; }
    look(function () { if (window.baogaoStep) { window.baogaoStep(by); } });
  }
}());
