import { prove } from './proof.js';

/**
 * What our own form does more where script runs: it tells the reader's time zone, so that the morning is theirs, and
 * does the work a server under attack asks for. Without it the form works all the same.
 */
const form = document.querySelector('form.signup');
if (form !== null) {
  fill('timeZone', Intl.DateTimeFormat().resolvedOptions().timeZone ?? '');
  const challenge = JSON.parse(form.dataset.challenge ?? 'null');
  if (challenge !== null) void passBy(challenge);
}

/** Solves the challenge and sends the form again. If that fails the page still says how to pass by waiting. */
async function passBy(challenge) {
  const note = document.getElementById('signup-note');
  const wayWithout = note.textContent;
  const button = form.querySelector('.signup-line button');
  note.textContent = form.dataset.proving;
  button.disabled = true;
  try {
    fill('proof', await prove(challenge));
    button.disabled = false;
    form.requestSubmit(button);
  } catch {
    // The field `proof` still holds the ticket of who waits.
    button.disabled = false;
    note.textContent = wayWithout;
  }
}

function fill(name, value) {
  const field = form.elements.namedItem(name);
  if (field !== null && value !== '') field.value = value;
}
