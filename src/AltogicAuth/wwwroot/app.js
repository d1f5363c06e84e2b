// The site works without this script.

const texts = document.body.dataset;

addEventListener('submit', (event) => {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented) {
    return;
  }

  if (button?.name === 'theme' || button?.name === 'language') {
    event.preventDefault();
    savePreference(form, button);
    return;
  }

  const isBlocked = form.querySelector('[aria-busy]') || button?.getAttribute('aria-disabled') === 'true';
  if (isBlocked || 'quiet' in form.dataset) {
    event.preventDefault();
  }

  if (!isBlocked) {
    button?.setAttribute('aria-busy', 'true');
    if ('quiet' in form.dataset) {
      submitInBackground(form, button);
    }
  }
});

// A stopped request, or a page from the history, which may still be marked as busy.
globalThis.navigation?.addEventListener('navigateerror', () => clearBusy(document));
addEventListener('pageshow', () => clearBusy(document));

function clearBusy(root) {
  root.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
}

// Begins with the page: if the connection is lost later, the form says so. Without the module, the browser sends the forms.
const background = document.querySelector('[data-quiet]') && import(texts.background)
  .then(({ createSubmit }) => createSubmit({ createElement, createSummary, showError, clearErrors, markField, updateTitle, enhance }))
  .catch(() => document.querySelectorAll('[data-quiet]').forEach((form) => { delete form.dataset.quiet; }));

async function submitInBackground(form, button) {
  const submit = await background;
  if (!submit) {
    clearBusy(form);
    form.requestSubmit(button);
    return;
  }

  try {
    await submit(form, button);
  } catch {
    showError(form);
  } finally {
    clearBusy(form);
  }
}

/** The summary takes the focus if the user waited for this form. */
function showError(form, summary = createSummary(texts.failed)) {
  clearErrors();
  const { activeElement: active } = document;
  (form.closest('.card') ?? document.querySelector('main')).querySelector('h1, h2').after(summary);
  summary.querySelectorAll('[data-countdown]').forEach((element) => enhanceCountdown(element, form));
  updateTitle();
  if (active === document.body || form.contains(active)) {
    summary.focus();
  }
}

function clearErrors(selector = '.error-summary') {
  document.querySelector(selector)?.remove();
  updateTitle();
}

function updateTitle() {
  const title = document.title.replace(texts.error.replace('{0}', ''), '');
  document.title = document.querySelector('.error-summary, .field-invalid') ? texts.error.replace('{0}', title) : title;
}

function createSummary(text, title) {
  const summary = createElement('div', { class: 'error-summary', role: 'alert', tabindex: '-1' });
  summary.append(...(title ? [createElement('h2', {}, title)] : []), createElement('p', {}, text));
  return summary;
}

function createElement(tag, attributes, text = '') {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.textContent = text;
  return element;
}

// A menu also closes without the script: by its button.
function closeMenus(except) {
  document.querySelectorAll('.menu[open]').forEach((menu) => {
    if (!menu.contains(except)) {
      menu.open = false;
    }
  });
}

addEventListener('click', ({ target }) => closeMenus(target));
addEventListener('focusin', ({ target }) => closeMenus(target));
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') {
    document.querySelector('.menu[open] summary')?.focus();
    closeMenus(null);
  }
});

/** Saves theme and language without an entry in the history. A theme leaves the page as it is; a language shows it anew, filled in. */
async function savePreference(form, button) {
  if (button.name === 'theme') {
    document.documentElement.dataset.theme = button.value;
    document.querySelector('meta[name=color-scheme]').content = button.value === 'system' ? 'light dark' : button.value;
    button.parentElement.querySelectorAll('button').forEach((other) => other.setAttribute('aria-pressed', other === button));
  }

  try {
    const body = new FormData(form, button);
    form.querySelectorAll('[autocomplete$=password], [type=file]').forEach((input) => body.delete(input.name));
    const response = await fetch(button.getAttribute('formaction') ?? form.action, { method: 'POST', body, redirect: 'manual', keepalive: true });
    if (response.type !== 'opaqueredirect') {
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      showError(form, page.querySelector('.error-summary') ?? undefined);
    } else if (button.name === 'language') {
      location.replace(document.querySelector('.site-footer [name=returnUrl]').value);
    }
  } catch {
    showError(form);
  }
}

/** A file is chosen by a click on the picture, dropped or pasted. The first one loads the module that crops it. */
function enhancePhoto(form) {
  const input = form.elements.Photo;
  const area = () => document.querySelector('.photo') ?? form;
  let editor;

  const edit = async () => {
    try {
      editor ??= import(form.dataset.photo).then(({ createEditor }) => createEditor(form, { createElement, markField, clearErrors }));
      (await editor)();
    } catch {
      editor = undefined;
      if (form.closest('dialog')) {
        location.assign(form.action); // the same form, which needs no script there
      }
    }
  };

  const choose = ([file]) => {
    if (file && form.isConnected) {
      const transfer = new DataTransfer();
      transfer.items.add(file);
      input.files = transfer.files;
      edit();
    }
  };

  document.onclick = (event) => {
    if (event.target.closest('#photo-link') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      input.click();
    }
  };
  // On the whole document: elsewhere, the browser would open a dropped file and leave the page.
  const onFiles = (handle) => (event) => {
    if (event.dataTransfer.types.includes('Files')) {
      event.preventDefault();
      handle(event);
    }
  };
  document.ondragover = onFiles(() => area().classList.add('over'));
  document.ondragleave = (event) => event.relatedTarget || area().classList.remove('over');
  document.ondrop = onFiles((event) => {
    area().classList.remove('over');
    choose(event.dataTransfer.files);
  });
  // Not in text fields: office programs copy text together with a picture of it.
  document.onpaste = (event) => event.target.matches('input:not([type=file])') || choose(event.clipboardData.files);
  input.addEventListener('change', edit);
  if (input.files.length) {
    edit();
  }
}

function markField(input, error) {
  const field = input.closest('.field');
  const hint = field.querySelector('.hint');
  field.querySelector('.error')?.remove();
  field.classList.toggle('field-invalid', Boolean(error));
  input.setAttribute('aria-invalid', Boolean(error));
  input.setAttribute('aria-describedby', [hint, error].filter(Boolean).map(({ id }) => id).join(' '));
  if (error) {
    field.append(error);
  }
}

/** An error of the server stays until the value is another one that the browser finds valid. */
function clearCorrectedError({ target: input }) {
  const error = input.closest?.('.field-invalid')?.querySelector('.error');
  if (!error || input.type === 'file' || input.value === input.defaultValue || !input.validity.valid) {
    return;
  }

  markField(input);
  document.querySelectorAll(`.error-summary [href="#${input.id}"]`).forEach((link) => link.closest('li').remove());
  if (!document.querySelector('.error-summary li')) {
    clearErrors('.error-summary:has(ul)');
  }
  updateTitle();
}

addEventListener('input', clearCorrectedError);

function enhancePassword(input) {
  const label = input.labels[0].textContent.toLocaleLowerCase(document.documentElement.lang);
  const button = createElement('button', {
    type: 'button', class: 'reveal', 'aria-controls': input.id, 'aria-label': texts.showField.replace('{0}', label), 'aria-pressed': false,
  }, texts.show);
  const reveal = (on) => {
    input.type = on ? 'text' : 'password';
    button.setAttribute('aria-pressed', on);
  };
  input.after(button);
  button.addEventListener('click', () => reveal(input.type === 'password'));
  input.form?.addEventListener('submit', () => reveal(false));

  const describedBy = input.getAttribute('aria-describedby') ?? '';
  const hint = createElement('p', { class: 'hint', id: `${input.id}-caps`, role: 'status', hidden: '' }, texts.capsLock);
  const warn = (on) => {
    hint.hidden = !on;
    input.setAttribute('aria-describedby', on ? `${describedBy} ${hint.id}` : describedBy);
  };
  input.parentElement.after(hint);
  input.addEventListener('keyup', (event) => warn(event.getModifierState?.('CapsLock')));
  input.addEventListener('blur', () => warn(false));
}

/** Lists the requirements that a new password does not meet yet. Whether it is too common, only the server knows. */
function enhanceRequirements(list) {
  const form = list.closest('form');
  const input = list.closest('.field').querySelector('input');
  const fromServer = list.querySelector('[data-server]');
  let checked = '';
  const isUnmet = (item) => input.value !== '' && (input.value.length < item.dataset.min || input.value.length > item.dataset.max);
  input.addEventListener('input', () => {
    list.querySelectorAll('[data-min], [data-max]').forEach((item) => { item.classList.toggle('unmet', isUnmet(item)); });
    fromServer.classList.toggle('unmet', fromServer.textContent !== '' && input.value === checked);
  });
  input.addEventListener('change', async () => {
    const { value } = input;
    if (!value || value === checked || list.querySelector('.unmet:not([data-server])')) {
      return;
    }

    const fieldOf = (autocomplete) => form.querySelector(`[autocomplete=${autocomplete}]`)?.value ?? '';
    const body = new FormData();
    body.set('password', value);
    body.set('name', fieldOf('name'));
    body.set('email', fieldOf('username'));
    body.set('__RequestVerificationToken', form.elements.__RequestVerificationToken.value);
    const response = await fetch(list.dataset.rules, { method: 'POST', body }).catch(() => null);
    const text = response?.ok ? await response.text() : '';
    if (input.value === value) {
      checked = value;
      fromServer.textContent = text;
      fromServer.classList.toggle('unmet', text !== '');
    }
  });
}

function enhanceCountdown(element, form = element.closest('form') ?? element.closest('.card').querySelector('form')) {
  const button = form?.querySelector('[type=submit]');
  const format = (unit, number) => new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { style: 'unit', unit, unitDisplay: 'long' }).format(number);
  // Timers are late in a hidden tab, so clocks decide: Date may be set back, and performance stops while the computer sleeps.
  const clocks = [Date, performance].map((clock) => ({ clock, end: clock.now() + element.dataset.countdown * 1000 }));
  const timer = setInterval(() => {
    const left = Math.ceil(Math.min(...clocks.map(({ clock, end }) => end - clock.now())) / 1000);
    if (left > 0) {
      element.textContent = left > 120 ? format('minute', Math.ceil(left / 60)) : format('second', left);
      return;
    }

    clearInterval(timer);
    element.closest('p').textContent = element.dataset.ready;
    button?.removeAttribute('aria-disabled');
  }, 1000);
  button?.setAttribute('aria-disabled', 'true');
  // Another account can be used at once.
  form?.addEventListener('input', ({ target }) => target.autocomplete === 'username' && button.removeAttribute('aria-disabled'));
}

/** Says while the user types whether it is an address or a phone number. */
function enhanceIdentifier(hint) {
  document.getElementById(hint.dataset.recognized).addEventListener('input', ({ target: { value } }) => {
    const { email, phone } = hint.dataset;
    const text = value.includes('@') ? email : /\p{Nd}{3}/u.test(value) && !/\p{L}/u.test(value) ? phone : '';
    hint.hidden = !text;
    if (hint.textContent !== text) {
      hint.textContent = text;
    }
  });
}

/** The server writes the time in UTC. */
function enhanceTime(element) {
  element.textContent = new Date(element.dateTime).toLocaleString(`${document.documentElement.lang}-u-nu-latn`, { dateStyle: 'full', timeStyle: 'long' });
}

function enhance(root) {
  root.querySelectorAll('[data-photo]').forEach(enhancePhoto);
  root.querySelectorAll('[data-rules]').forEach(enhanceRequirements);
  root.querySelectorAll('[data-countdown]').forEach((element) => enhanceCountdown(element));
  root.querySelectorAll('[data-recognized]').forEach(enhanceIdentifier);
  root.querySelectorAll('time[data-exact]').forEach(enhanceTime);
  root.querySelectorAll('input[type=password]').forEach(enhancePassword);
}

enhance(document);
