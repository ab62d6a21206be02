// 摘录 without leaving the page: a click (or x) clips what stands beside it, another takes it out again.
(function () {
  'use strict';
  var heads = document.querySelectorAll('.clip-count');
  var token = null;
  document.querySelectorAll('.no-script-only').forEach(function (link) { link.hidden = true; });
  if (!heads.length || !window.fetch) { return; }

  function tell(text) { if (window.baogaoTell) { window.baogaoTell(text); } }

  function proved() {
    if (!token) {
      token = fetch('/clippings/token.json', { credentials: 'same-origin' })
        .then(function (answer) { return answer.json(); })
        .then(function (body) { return body.csrf_token; });
    }
    return token;
  }

  function send(places) {
    return proved().then(function (proof) {
      var body = new URLSearchParams();
      places.forEach(function (place) { body.append('place', place); });
      return fetch('/clippings/toggle.json', {
        method: 'POST', credentials: 'same-origin', body: body, headers: { 'X-CSRFToken': proof }
      });
    }).then(function (answer) {
      return answer.json().then(function (said) {
        if (!answer.ok) { throw new Error(said.error.message); }
        return said;
      });
    });
  }

  function count(total) {
    heads.forEach(function (head) { head.textContent = total ? '（' + total + '）' : ''; });
  }

  function show(link, clipped) {
    link.classList.toggle('clipped', clipped);
    link.setAttribute('aria-pressed', clipped ? 'true' : 'false');
    (link.querySelector('.clip-word') || link).textContent = clipped ? link.dataset.done : link.dataset.todo;
  }

  function clip(link) {
    send([link.dataset.place]).then(function (said) {
      remember(link.dataset.place.split('.'), said.clipped);
      show(link, said.clipped);
      count(said.total);
      tell(said.clipped ? link.dataset.said : link.dataset.undone);
    }, function (problem) {
      token = null;
      tell(problem.message);
    });
  }

  // Of a report's line what would be copied is clipped; several paragraphs at once are several clippings.
  function take(link) {
    var line = link.closest('.line-tools') && window.baogaoLine && window.baogaoLine();
    var places = line ? window.baogaoPlacesIn(line, link.dataset.version) : [link.dataset.place];
    link.dataset.place = places[0];
    if (places.length === 1) { clip(link); return; }
    send(places).then(function (said) {
      count(said.total);
      tell(said.clipped ? link.dataset.said : link.dataset.undone);
    }, function (problem) { token = null; tell(problem.message); });
  }

  function ready(link) {
    link.setAttribute('role', 'button');
    link.setAttribute('aria-pressed', 'false');
  }

  document.querySelectorAll('a.clip-link').forEach(ready);
  document.addEventListener('click', function (event) {
    var link = event.target.closest('a.clip-link');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    take(link);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === ' ' && event.target.closest('a.clip-link')) { event.preventDefault(); take(event.target.closest('a.clip-link')); }
  });

  // What is in already says so, also where more around it was clipped, as the server draws it out to its sentences.
  var known = [];
  function same(one, place) {
    var to = Number(place[4]);
    return one.id === place[0] && String(one.version) === place[1] && String(one.passage) === place[2] &&
      (to ? one.start <= Number(place[3]) && to <= one.end : one.whole);
  }
  function remember(place, clipped) {
    known = known.filter(function (one) { return !same(one, place); });
    if (clipped) {
      known.push({
        id: place[0], version: place[1], passage: place[2], start: Number(place[3]), end: Number(place[4]), whole: !Number(place[4])
      });
    }
  }
  function mark() {
    document.querySelectorAll('a.clip-link').forEach(function (link) {
      var place = (link.dataset.place || '').split('.');
      show(link, known.some(function (one) { return same(one, place); }));
    });
  }
  window.baogaoClips = mark;
  if (heads[0].textContent && document.querySelector('a.clip-link')) {
    fetch('/clippings.json', { credentials: 'same-origin' }).then(function (answer) { return answer.json(); }).then(function (body) {
      known = body.clippings;
      mark();
    });
  }

  // The chosen lines of 逐处, all at once.
  document.querySelectorAll('form.choosing').forEach(function (form) {
    var told = form.querySelector('.chosen-count');
    function chosen() { return Array.prototype.slice.call(form.querySelectorAll('input[name="place"]:checked')); }
    function update() {
      var number = chosen().length;
      form.classList.toggle('some', number > 0);
      if (told) { told.textContent = told.dataset.words.replace('{n}', number); }
    }
    form.addEventListener('change', update);
    form.querySelectorAll('.copy-chosen').forEach(function (button) {
      button.addEventListener('click', function () {
        window.baogaoCopyLines(chosen().map(function (box) { return box.closest('.row'); }));
      });
    });
    update();
  });

  window.baogaoClip = function () {
    var row = document.activeElement && document.activeElement.closest('.row, .excerpt');
    var box = row && row.querySelector('input[name="place"]');
    if (box) { box.checked = !box.checked; box.form.dispatchEvent(new Event('change')); return true; }
    var link = (row || document.querySelector('.line-tools:not([hidden])') || document.createElement('p')).querySelector('a.clip-link');
    if (link) { take(link); }
    return Boolean(link);
  };

  // All clippings at once.
  document.querySelectorAll('.copy-clips').forEach(function (button) {
    button.addEventListener('click', function () { window.baogaoCopyClips(button.dataset.form); });
  });
}());
