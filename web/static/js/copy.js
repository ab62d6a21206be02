// Copying: words and their source as bare text. On plain http the browser's clipboard is missing: three ways, none silent.
(function () {
  'use strict';
  var body = document.body;
  var toast = document.querySelector('.toast');
  var timer = 0;

  function tell(text) {
    toast.textContent = text;
    toast.hidden = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { toast.hidden = true; }, 4000);
  }

  function bare(text) {
    var holder = document.createElement('div');
    text.split('\n').forEach(function (line) {
      var p = document.createElement('p');
      p.textContent = line;
      holder.appendChild(p);
    });
    return holder.innerHTML;
  }

  function byCommand(text, html) {
    var done = false;
    function fill(event) {
      event.clipboardData.setData('text/plain', text);
      event.clipboardData.setData('text/html', html);
      event.preventDefault();
      event.stopImmediatePropagation();
      done = true;
    }
    document.addEventListener('copy', fill, true);
    try { done = document.execCommand('copy') && done; } catch (problem) { done = false; }
    document.removeEventListener('copy', fill, true);
    return done;
  }

  function byHand(text) {
    var old = document.querySelector('.manual-copy');
    if (old) { old.remove(); }
    var field = document.createElement('textarea');
    field.className = 'manual-copy';
    field.value = text;
    field.readOnly = true;
    field.setAttribute('aria-label', body.dataset.manual);
    body.appendChild(field);
    field.focus();
    field.select();
    field.addEventListener('blur', function () { field.remove(); });
    field.addEventListener('keydown', function (event) { if (event.key === 'Escape') { event.stopPropagation(); field.remove(); } });
    tell(body.dataset.manual);
  }

  function copy(text, html) {
    function otherwise() {
      if (byCommand(text, html || bare(text))) { tell(body.dataset.copied); } else { byHand(text); }
    }
    if (!navigator.clipboard || !window.isSecureContext) { otherwise(); return; }
    write(text, html || bare(text)).then(function () { tell(body.dataset.copied); }, otherwise);
  }

  // Both forms: programs of offices take the paragraphs and give them the face of their own page.
  function write(text, html) {
    if (!window.ClipboardItem || !navigator.clipboard.write) { return navigator.clipboard.writeText(text); }
    return navigator.clipboard.write([new window.ClipboardItem({
      'text/plain': new Blob([text], { type: 'text/plain' }), 'text/html': new Blob([html], { type: 'text/html' })
    })]).catch(function () { return navigator.clipboard.writeText(text); });
  }

  function words(element) {
    return element.textContent.replace(/\s*\n\s*/g, '').trim();
  }

  function quoted(element) {
    var cells = element.querySelectorAll('td:not(.beyond)');
    var text = element.dataset.quote || (cells.length ? Array.prototype.map.call(cells, words).join('\t') : words(element.querySelector('.words') || element));
    return text + '\n' + element.dataset.cite;
  }

  window.baogaoTell = tell;
  window.baogaoCopy = function (element) { give(element); };
  window.baogaoCopyLines = function (rows) {
    copy(rows.map(function (row) { return quoted(row.querySelector('[data-cite]')); }).join('\n'));
  };

  // 摘录 as they stand on their page: words and source, words alone, or a table.
  window.baogaoCopyClips = function (form) {
    var clips = Array.prototype.slice.call(document.querySelectorAll('.clip'));
    if (form === 'table') {
      var columns = document.querySelector('.clips').dataset.columns.split('|');
      var rows = [columns].concat(clips.map(function (clip) {
        var quote = clip.querySelector('.quote');
        return [words(quote), clip.dataset.unit, clip.dataset.year, clip.dataset.place, quote.dataset.cite.replace(/^——/, '')];
      }));
      copy(rows.map(function (row) { return row.join('\t'); }).join('\n'), table(rows));
      return;
    }
    copy(clips.map(function (clip) {
      var quote = clip.querySelector('.quote');
      return form === 'both' ? quoted(quote) : words(quote);
    }).join('\n'));
  };

  function table(rows) {
    var holder = document.createElement('div');
    var body = holder.appendChild(document.createElement('table'));
    rows.forEach(function (row) {
      var line = body.insertRow();
      row.forEach(function (cell) { line.insertCell().textContent = cell; });
    });
    return holder.innerHTML;
  }

  document.querySelectorAll('.tool.copy').forEach(function (button) {
    button.addEventListener('click', function () { copy(quoted(button.closest('.excerpt').querySelector('[data-cite]'))); });
  });

  // A field that is there to be copied.
  document.querySelectorAll('.copy-field').forEach(function (button) {
    button.addEventListener('click', function () { copy(button.closest('section').querySelector('.copied').value); });
  });

  // A selection copied by hand is bare text too: no colours of marks in Word.
  document.addEventListener('copy', function (event) {
    var selection = document.getSelection();
    var within = selection && selection.anchorNode && selection.anchorNode.parentElement;
    if (!within || !within.closest('.paper, .quote') || selection.isCollapsed) { return; }
    var text = selection.toString().replace(/\n{2,}/g, '\n');
    event.clipboardData.setData('text/plain', text);
    event.clipboardData.setData('text/html', bare(text));
    event.preventDefault();
  });

  // What of a report's line is quoted: what is selected, else the sentence of the place that stands there, else all of
  // it. How far that goes is the server's to say, for copying and clipping alike: no quotation is cut between its marks.
  function selected() {
    var selection = document.getSelection();
    var range = selection && selection.rangeCount && !selection.isCollapsed && selection.getRangeAt(0);
    return range && range.toString().trim() ? range : null;
  }
  function chosenLine() {
    var range = selected();
    var lines = range ? Array.prototype.filter.call(document.querySelectorAll('.paper [data-cite]'), function (each) {
      return range.intersectsNode(each);
    }) : [];
    return lines[0] || null;
  }
  // Code points of the passage before a point of its line; the cells of a row are one apart.
  function before(element, node, offset) {
    var range = document.createRange();
    range.setStart(element, 0);
    range.setEnd(node, offset);
    var cells = 0;
    element.querySelectorAll('td:not(.beyond)').forEach(function (cell, index) {
      if (index && range.comparePoint(cell, 0) <= 0) { cells += 1; }
    });
    return Array.from(range.toString()).length + cells;
  }
  function wanted(element) {
    var range = selected();
    if (range) {
      return Array.prototype.filter.call(document.querySelectorAll('.paper [data-cite]'), function (each) {
        return range.intersectsNode(each);
      }).map(function (each) {
        return {
          line: each, chosen: true,
          start: each.contains(range.startContainer) ? before(each, range.startContainer, range.startOffset) : 0,
          end: each.contains(range.endContainer) ? before(each, range.endContainer, range.endOffset) : before(each, each, each.childNodes.length)
        };
      }).filter(function (each) { return each.start < each.end; });
    }
    var mark = element.querySelector('mark.now') || element.querySelector('mark');
    if (!mark) { return []; }
    return [{ line: element, chosen: false, start: before(element, mark, 0), end: before(element, mark, mark.childNodes.length) }];
  }
  // Of a report in pieces a line may begin in the midst of its passage: there it is the whole line.
  var inPieces = Boolean(document.querySelector('.bar[data-pieces]'));
  function parts(element) { return inPieces || !window.fetch ? [] : wanted(element); }

  // The places as clippings are made of them: the server draws them out as it does for copying.
  window.baogaoPlacesIn = function (element, version) {
    var places = parts(element).map(function (part) {
      return [version, part.line.id.slice(1), part.start, part.end].join('.') + (part.chosen ? '.chosen' : '');
    });
    return places.length ? places : [version + '.' + element.id.slice(1) + '.0.0'];
  };

  function extents(element) {
    var version = document.querySelector('.line-tools .clip-link').dataset.version.split('.');
    return Promise.all(parts(element).map(function (part) {
      var query = new URLSearchParams({
        version: version[1], passage: part.line.id.slice(1), start: part.start, end: part.end, chosen: part.chosen ? '1' : '0'
      });
      return fetch('/reports/' + version[0] + '/extent.json?' + query, { credentials: 'same-origin' }).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      });
    }));
  }
  function give(element) {
    if (!element.closest('.paper') || !parts(element).length) { copy(quoted(element)); return; }
    extents(element).then(function (found) {
      copy(found.map(function (each) { return each.text + '\n' + each.citation; }).join('\n'));
    }, function () { copy(quoted(element)); });
  }

  // On a report's page the tools come to the paragraph that is pointed at or stood in.
  var tools = document.querySelector('.line-tools');
  var paper = document.querySelector('.paper');
  if (!tools || !paper) { return; }
  var line = null;

  function come(to) {
    if (!to || to === line) { return; }
    if (line) { line.classList.remove('here'); }
    line = to;
    line.classList.add('here');
    tools.hidden = false;
    var number = line.id.slice(1);
    tools.querySelectorAll('.find-similar, .line-cite, .line-note').forEach(function (link) {
      link.href = link.href.replace(/&passage=.*|$/, '&passage=' + number + (line.dataset.start ? '&start=' + line.dataset.start : ''));
    });
    tools.querySelectorAll('.clip-link').forEach(function (link) {
      link.dataset.place = window.baogaoPlacesIn(line, link.dataset.version)[0];
      link.href = link.href.replace(/\?.*|$/, '?place=' + link.dataset.place);
    });
    if (window.baogaoClips) { window.baogaoClips(); }
    var after = line.closest('.table') || line;
    after.parentNode.insertBefore(tools, after.nextSibling);
    // Beside the paragraph's first line that is in view (the style sheet lets it flow below on the phone).
    var hidden = 90 - paper.getBoundingClientRect().top;
    tools.style.top = Math.max(line.closest('.table') ? after.offsetTop : line.offsetTop, Math.min(hidden, line.offsetTop + line.offsetHeight - 60)) + 'px';
  }

  paper.addEventListener('mouseover', function (event) {
    if (!window.matchMedia('(hover: hover)').matches || tools.contains(event.target)) { return; }
    come(chosenLine() || event.target.closest('[data-cite]'));
  });
  paper.addEventListener('mouseup', function () { window.setTimeout(function () { come(chosenLine()); }, 0); });
  tools.addEventListener('mousedown', function (event) { event.preventDefault(); }); // the selection stays
  paper.addEventListener('click', function (event) {
    var selection = document.getSelection();
    if (!tools.contains(event.target) && (!selection || selection.isCollapsed)) { come(event.target.closest('[data-cite]')); }
  });
  tools.querySelector('.copy-line').addEventListener('click', function () { give(line); });
  tools.querySelector('.copy-link').addEventListener('click', function () {
    copy(location.origin + location.pathname + location.search + '#' + line.id);
  });
  window.baogaoCome = come;
  window.baogaoLine = function () { return line; };
  function arrive() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.closest('[data-cite]')) { come(target.closest('[data-cite]')); }
  }
  window.addEventListener('hashchange', arrive);
  arrive();
}());
