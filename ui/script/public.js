/* Saves time only: reading aloud, and focus on what went wrong. Every task works without it. */
(function () {
'use strict';
var button = document.getElementById('aloud');
var speech = window.speechSynthesis;
if (button && speech) {
var stopped = button.textContent;
var show = function (on) {
button.setAttribute('aria-pressed', on);
button.textContent = on ? button.getAttribute('data-stop') : stopped;
};
button.hidden = false;
button.onclick = function () {
if (speech.speaking) { speech.cancel(); show(false); return; }
var words = new SpeechSynthesisUtterance(document.getElementById('main').innerText);
words.lang = 'zh-CN';
words.rate = 0.85;
words.onend = words.onerror = function () { show(false); };
speech.speak(words);
show(true);
};
window.addEventListener('pagehide', function () { speech.cancel(); });
}
var errors = document.querySelector('.errors[autofocus]');
if (errors) errors.focus();
}());
