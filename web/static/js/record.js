// The button of a record that prints it; without JavaScript the browser's own menu does.
(function () {
  'use strict';
  document.querySelectorAll('.record-tools .print').forEach(function (button) {
    button.addEventListener('click', function () { window.print(); });
  });
}());
