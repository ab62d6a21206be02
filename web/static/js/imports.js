// Bringing in: files dropped or chosen are sent in parts; the page of a running import keeps itself up to date.
(function () {
  'use strict';
  var MEGABYTE = 1048576;
  var PART = 16 * MEGABYTE, MANY = 40;  // of one request

  var live = document.getElementById('import-live');
  if (live) { name(live); watch(); }

  // A file that may not be kept has no name on the server. Whoever sent it from this tab still sees which it was.
  function name(where) {
    var kept = [];
    try { kept = JSON.parse(window.sessionStorage.getItem('baogao.import.' + where.dataset.number) || '[]'); } catch (problem) { return; }
    where.querySelectorAll('[data-place]').forEach(function (cell) {
      var known = kept[Number(cell.dataset.place) - 1];
      if (known) { cell.textContent = known; }
    });
  }

  function watch() {
    if (live.dataset.state !== 'running') { return; }
    window.setTimeout(function () {
      window.fetch(location.href, { credentials: 'same-origin' }).then(function (answer) { return answer.text(); }).then(function (html) {
        var fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('import-live');
        var busy = live.contains(document.activeElement) && document.activeElement !== document.body;
        if (fresh && !busy) {
          live.replaceWith(fresh);
          live = fresh;
          name(live);
        }
        watch();
      }, watch);
    }, 1200);
  }

  var drop = document.querySelector('.drop');
  if (!drop) { return; }
  var form = drop.closest('form');
  var told = drop.querySelector('.drop-told');
  var bar = drop.querySelector('progress');
  var words = drop.querySelector('.drop-words');
  var problems = drop.querySelector('.drop-problems');
  var busy = false;
  form.classList.add('scripted');
  drop.querySelector('.drop-files').addEventListener('click', function () { form.querySelector('input[name="files"]').click(); });
  drop.querySelector('.drop-folder').addEventListener('click', function () { form.querySelector('input[name="folder"]').click(); });
  form.querySelectorAll('input[type="file"]').forEach(function (input) {
    input.addEventListener('change', function () {
      var files = Array.prototype.map.call(input.files, function (file) { return { file: file, name: file.webkitRelativePath || file.name }; });
      send(files);
    });
  });

  // The whole window takes files: who lets go beside the frame must not lose the page.
  var depth = 0;
  function carries(event) { return event.dataTransfer && Array.prototype.indexOf.call(event.dataTransfer.types, 'Files') >= 0; }
  window.addEventListener('dragenter', function (event) { if (carries(event)) { depth += 1; over(true); event.preventDefault(); } });
  window.addEventListener('dragleave', function (event) { if (carries(event)) { depth -= 1; if (depth <= 0) { over(false); } } });
  window.addEventListener('dragover', function (event) { if (carries(event)) { event.preventDefault(); event.dataTransfer.dropEffect = 'copy'; } });
  window.addEventListener('drop', function (event) {
    if (!carries(event)) { return; }
    event.preventDefault();
    depth = 0;
    over(false);
    if (busy) { return; }
    gather(event.dataTransfer).then(send);
  });

  function over(on) {
    drop.classList.toggle('over', on);
    words.textContent = on ? drop.dataset.now : drop.dataset.ready;
  }

  // All files of a drop, those in folders too, in the order of their names.
  function gather(transfer) {
    var entries = Array.prototype.map.call(transfer.items || [], function (item) { return item.webkitGetAsEntry && item.webkitGetAsEntry(); }).filter(Boolean);
    if (!entries.length) {
      return Promise.resolve(Array.prototype.map.call(transfer.files, function (file) { return { file: file, name: file.name }; }));
    }
    tell(drop.dataset.reading);
    return Promise.all(entries.map(function (entry) { return within(entry); })).then(function (lists) { return [].concat.apply([], lists); });
  }

  function within(entry) {
    if (entry.isFile) {
      return new Promise(function (resolve) {
        entry.file(function (file) { resolve([{ file: file, name: entry.fullPath.replace(/^\//, '') }]); }, function () { resolve([]); });
      });
    }
    var reader = entry.createReader(), all = [];
    return new Promise(function (resolve) {
      function more() {
        reader.readEntries(function (some) {
          if (some.length) { all = all.concat(Array.prototype.slice.call(some)); more(); return; }
          all.sort(function (a, b) { return a.name < b.name ? -1 : 1; });
          Promise.all(all.map(within)).then(function (lists) { resolve([].concat.apply([], lists)); });
        }, function () { resolve([]); });
      }
      more();
    });
  }

  function tell(text, part) {
    drop.querySelector('.drop-progress').hidden = false;
    told.textContent = text;
    if (part === undefined) { bar.removeAttribute('value'); } else { bar.value = part; }
  }

  function problem(text) {
    var line = document.createElement('li');
    line.textContent = text;
    problems.appendChild(line);
  }

  // Hidden files and what a system leaves in folders; the server would pass them over too.
  function wanted(one) { return !/(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$)/.test(one.name); }

  function parts(files) {
    var made = [], size = 0;
    files.forEach(function (one) {
      var last = made[made.length - 1];
      if (!last || last.length >= MANY || size + one.file.size > PART) { last = []; made.push(last); size = 0; }
      last.push(one);
      size += one.file.size;
    });
    return made;
  }

  function send(given) {
    if (busy) { return; }
    problems.textContent = '';
    var limit = Number(drop.dataset.megabytes) * MEGABYTE;
    var files = given.filter(wanted);
    files.filter(function (one) { return one.file.size >= limit; }).forEach(function (one) { problem(one.name + ' · ' + drop.dataset.large); });
    files = files.filter(function (one) { return one.file.size < limit; });
    if (!files.length) {
      tell(drop.dataset.nothing, 0);
      return;
    }
    busy = true;
    drop.classList.add('busy');
    var address = '', done = 0, names = [];
    function progress(extra) { tell(drop.dataset.sending.replace('{done}', done).replace('{total}', files.length), (done + extra) / files.length); }
    progress(0);
    post(drop.dataset.begin, fields({ expected: files.length })).then(function (begun) {
      address = begun.address;
      return parts(files).reduce(function (before, part) {
        return before.then(function () {
          var body = fields({});
          part.forEach(function (one) { body.append('files', one.file, one.name); });
          return post(address + '/files.json', body, function (share) { progress(share * part.length); });
        }).then(function () {
          done += part.length;
          names = names.concat(part.map(function (one) { return one.name; }));
          progress(0);
        });
      }, Promise.resolve());
    }).then(function () { return post(address + '/close.json', fields({})); }).then(function () {
      tell(drop.dataset.sent, 1);
      remember(address, names);
      if (problems.children.length) { after(address); } else { location.href = address; }
    }).catch(function (reason) {
      busy = false;
      drop.classList.remove('busy');
      tell(reason.message ? drop.dataset.failed.replace('{problem}', reason.message) : drop.dataset.net, done / files.length);
      if (address) {
        remember(address, names);
        after(address);
        post(address + '/close.json', fields({ expected: done })).catch(function () { /* the server closes it by itself */ });
      }
      form.querySelectorAll('input[type="file"]').forEach(function (input) { input.value = ''; });
    });
  }

  function after(address) {
    var link = drop.querySelector('.drop-after');
    link.hidden = false;
    link.querySelector('a').href = address;
  }

  function remember(address, names) {
    try { window.sessionStorage.setItem('baogao.import.' + address.split('/').pop(), JSON.stringify(names)); } catch (problem) { /* nothing is kept then */ }
  }

  // What the form says, but for its files.
  function fields(more) {
    var body = new FormData();
    form.querySelectorAll('input[name], select[name]').forEach(function (input) {
      if (input.type !== 'file' && input.value) { body.append(input.name, input.value); }
    });
    Object.keys(more).forEach(function (key) { body.append(key, more[key]); });
    return body;
  }

  function post(address, body, progress) {
    return new Promise(function (resolve, reject) {
      var request = new XMLHttpRequest();
      request.open('POST', address);
      request.responseType = 'text';
      if (progress) { request.upload.addEventListener('progress', function (event) { if (event.lengthComputable) { progress(event.loaded / event.total); } }); }
      request.addEventListener('load', function () {
        var answer = null;
        try { answer = JSON.parse(request.responseText); } catch (problem) { answer = null; }
        if (request.status < 300 && answer) { resolve(answer); return; }
        reject(new Error(answer && answer.error ? answer.error.message : request.status === 413 ? drop.dataset.large : String(request.status)));
      });
      request.addEventListener('error', function () { reject({ message: '' }); });
      request.send(body);
    });
  }
}());
