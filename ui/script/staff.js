/* Saves time only; every task works without it. */
(function () {
'use strict';
var errors = document.querySelector('.errors[autofocus]');
if (errors) errors.focus();
/* A second press of a button while the first is under way does nothing. */
document.addEventListener('submit', function (event) {
var form = event.target;
if (form.getAttribute('data-sent')) { event.preventDefault(); return; }
if (form.method === 'post') form.setAttribute('data-sent', '1');
});
window.addEventListener('pageshow', function () {
document.querySelectorAll('form[data-sent]').forEach(function (form) { form.removeAttribute('data-sent'); });
});
/* One box for all rows, and how many are ticked. */
var all = document.querySelector('[data-all]');
if (all) {
all.hidden = false;
var rows = document.querySelectorAll('input[name="' + all.getAttribute('data-all') + '"]');
var box = all.querySelector('input');
box.addEventListener('change', function () {
rows.forEach(function (row) { row.checked = box.checked; });
});
}
/* Print button. */
document.querySelectorAll('[data-print]').forEach(function (button) {
button.hidden = false;
button.addEventListener('click', function () { window.print(); });
});
/* Idle lock: the server decides; this only shows it in time. */
var lock = document.body.getAttribute('data-lock');
if (lock) {
var timer;
var again = function () {
clearTimeout(timer);
timer = setTimeout(function () { location.reload(); }, lock * 1000 + 2000);
};
['keydown', 'pointerdown'].forEach(function (name) { document.addEventListener(name, again); });
again();
}
}());
