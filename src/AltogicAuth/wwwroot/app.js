// Everything works without this file. It only adds.

const texts = document.body.dataset;

/** A form goes out once, and its button shows that it is busy. */
addEventListener('submit', (event) => {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented) {
    return;
  }

  if (form.dataset.busy || button?.getAttribute('aria-disabled') === 'true') {
    event.preventDefault();
    return;
  }

  form.dataset.busy = 'true';
  button?.setAttribute('aria-busy', 'true');
  if ('quiet' in form.dataset) {
    event.preventDefault();
    ask(form, button);
  }
});

// Stopped on its way, or back from the history, where a page may be as it was left: busy.
globalThis.navigation?.addEventListener('navigateerror', restAll);
addEventListener('pageshow', restAll);

function restAll() {
  document.querySelectorAll('form').forEach(rest);
}

function rest(form) {
  delete form.dataset.busy;
  form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
}

/** Sends a form behind the page and shows what the answer changes of it, or saves the file that it is. */
async function ask(form, button) {
  tell();
  withdraw();
  try {
    const request = await send(form, button);
    const [, fileName] = request.getResponseHeader('Content-Disposition')?.match(/^attachment; filename=([^;]+)/) ?? [];
    if (fileName) {
      save(request.response, fileName);
      form.querySelectorAll('[type=password]').forEach((input) => { input.value = ''; });
    } else {
      show(form, request, await request.response.text());
    }
  } catch {
    complain(form, summary(texts.failed));
  } finally {
    rest(form);
  }
}

function send(form, button) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const bar = form.querySelector('progress');
    request.open('POST', form.action);
    request.responseType = 'blob';
    request.upload.onprogress = ({ loaded, total }) => bar && Object.assign(bar, { hidden: false, value: loaded / total });
    request.onload = () => resolve(request);
    request.onerror = reject;
    request.onloadend = () => bar && Object.assign(bar, { hidden: true });
    request.send(new FormData(form, button));
  });
}

function save(file, name) {
  // The browser reads it later: the address lives as long as the page.
  make('a', { href: URL.createObjectURL(file), download: name }).click();
}

function show(form, { status, responseURL }, responseText) {
  const next = new DOMParser().parseFromString(responseText, 'text/html');
  if (!next.querySelector('main')) {
    throw new Error('Not a page of this site.');
  }

  if (status < 400 && new URL(responseURL).pathname !== location.pathname) {
    become(next, responseURL);
    return;
  }

  if (status >= 400) {
    const [title, text] = ['h1', 'main p'].map((part) => next.querySelector(part)?.textContent);
    complain(form, next.querySelector('.error-summary') ?? summary(text, title));
    if (form.elements.Photo) {
      // Its field stays, with the file in it.
      mark(form.elements.Photo, next.querySelector('#Photo-error'));
    }
  }

  // What the answer does not have stays, and so does all that the form does not name: somebody may be typing there.
  for (const part of form.dataset.quiet.split(' ')) {
    const [old, fresh] = [document, next].map((page) => page.querySelector(part));
    if (old && fresh) {
      replace(old, fresh);
    }
  }

  // A form that was refused as stale would be refused again, and so would those beside it. The last resort has no token.
  const token = next.querySelector('[name=__RequestVerificationToken]')?.value;
  document.querySelectorAll('[name=__RequestVerificationToken]').forEach((input) => { input.value = token ?? input.value; });
  tell(next.querySelector('.status > *'));
}

/** The focus stays where it was, or goes to the neighbour of what went away. */
function replace(old, fresh) {
  const { activeElement: active } = document;
  const kin = (root) => [...root.querySelectorAll(`form[action="${active.form?.getAttribute('action')}"] :is(button, input:not([type=hidden]))`)];
  const place = kin(old).indexOf(active);
  const hadFocus = old.contains(active);
  old.replaceWith(fresh);
  enhance(fresh);
  if (hadFocus) {
    const left = kin(fresh);
    fresh.tabIndex = -1;
    (left[Math.min(place, left.length - 1)] ?? fresh).focus();
  }
}

let shown = location.pathname;

/** The answer is another page, such as the login where the session has ended meanwhile. */
function become(next, address) {
  history.pushState(null, '', address);
  shown = location.pathname;
  document.title = next.title;
  document.body.replaceWith(next.body);
  enhance(document);
  document.querySelector('main').focus();
}

// Back from such a page.
addEventListener('popstate', () => location.pathname !== shown && location.reload());

/** What was done, where the visitor is: this region stays in sight. */
function tell(...notice) {
  document.querySelector('.status').replaceChildren(...notice.filter(Boolean));
}

/** What went wrong, at the top of the card that it concerns. The focus follows whoever waited for it. */
function complain(form, summary) {
  withdraw();
  const { activeElement: active } = document;
  document.title = texts.error.replace('{0}', document.title);
  (form.closest('.card') ?? document.querySelector('main')).querySelector('h1, h2').after(summary);
  if (active === document.body || form.contains(active)) {
    summary.focus();
  }
}

/** What went wrong before is no longer said, nor does the title begin with it. */
function withdraw(which = '.error-summary') {
  const box = document.querySelector(which);
  if (box) {
    box.remove();
    document.title = document.title.replace(texts.error.replace('{0}', ''), '');
  }
}

function summary(text, title) {
  const box = make('div', { class: 'error-summary', role: 'alert', tabindex: '-1' });
  box.append(...(title ? [make('h2', {}, title)] : []), make('p', {}, text));
  return box;
}

function make(tag, attributes, text = '') {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.textContent = text;
  return element;
}

/** Theme and language are kept behind the page: the way back leads to the page before. Only a theme leaves what was typed; a language loads the page again. */
function enhancePreferences(form) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { submitter: button } = event;
    if (button.name === 'theme') {
      wear(button);
    }

    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form, button), redirect: 'manual', keepalive: true });
      if (answer.type !== 'opaqueredirect') {
        complain(form, new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.error-summary') ?? summary(texts.failed));
        return;
      }

      if (button.name === 'language') {
        location.replace(form.elements.returnUrl.value);
      }
    } catch {
      complain(form, summary(texts.failed));
    }
  });
}

function wear(button) {
  document.documentElement.dataset.theme = button.value;
  document.querySelector('meta[name=color-scheme]').content = button.value === 'system' ? 'light dark' : button.value;
  button.parentElement.querySelectorAll('button').forEach((other) => other.setAttribute('aria-pressed', other === button));
}

/** A picture can be chosen, dropped or pasted; it shows before it is sent, and its way up is seen. */
function enhancePhoto(form) {
  const input = form.querySelector('input[type=file]');
  const area = form.closest('.photo');
  const canvas = make('canvas', { class: 'avatar', role: 'img', height: 256 });
  form.append(make('progress', { 'aria-label': texts.progress, hidden: '' }));
  form.querySelector('.hint').append(' ', texts.drop);

  const faultOf = (file) =>
    file?.size > form.dataset.maxBytes ? form.dataset.tooLarge
    : file?.type && !input.accept.includes(file.type) ? form.dataset.unsupportedFormat
    : '';

  const look = async () => {
    const [file] = input.files;
    const fault = faultOf(file);
    canvas.remove();
    withdraw(`.error-summary:has([href="#${input.id}"])`);
    // The browser itself holds the form back.
    input.setCustomValidity(fault);
    mark(input, fault && make('p', { class: 'error', id: `${input.id}-error`, role: 'alert' }, fault));
    // What the browser cannot draw the server may still know.
    const bitmap = file && input.validity.valid && await createImageBitmap(file).catch(() => null);
    if (bitmap && file === input.files[0]) {
      // A canvas needs no address for the picture, so the content security policy stays as it is.
      const side = Math.min(bitmap.width, bitmap.height);
      canvas.width = 256;
      canvas.getContext('2d').drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, 256, 256);
      canvas.setAttribute('aria-label', file.name);
      area.querySelector('.portrait').append(canvas);
    }
  };

  const take = ([file]) => {
    if (file) {
      const one = new DataTransfer();
      one.items.add(file);
      input.files = one.files;
      input.focus();
      look();
    }
  };

  // Wherever it is dropped: beside the picture, the browser would leave the page and open the file.
  const onFiles = (handle) => (event) => {
    if (event.dataTransfer.types.includes('Files')) {
      event.preventDefault();
      handle(event);
    }
  };
  document.ondragover = onFiles(() => area.classList.add('over'));
  document.ondragleave = (event) => event.relatedTarget || area.classList.remove('over');
  document.ondrop = onFiles((event) => {
    area.classList.remove('over');
    take(event.dataTransfer.files);
  });
  // Text from an office program comes with a picture of itself.
  document.onpaste = (event) => event.target.matches('input:not([type=file])') || take(event.clipboardData.files);
  input.addEventListener('change', look);
  if (input.files.length) {
    look();
  }
}

/** What is wrong with a field, said there. */
function mark(input, error) {
  const field = input.closest('.field');
  field.querySelector('.error')?.remove();
  field.classList.toggle('field-invalid', Boolean(error));
  input.setAttribute('aria-invalid', Boolean(error));
  input.setAttribute('aria-describedby', error ? `${input.id}-hint ${error.id}` : `${input.id}-hint`);
  if (error) {
    field.append(error);
  }
}

/** A button that shows what was typed, and a word while Caps Lock is on. */
function enhancePassword(input) {
  const label = input.labels[0].textContent.toLocaleLowerCase(document.documentElement.lang);
  const button = make('button', {
    type: 'button', class: 'reveal', 'aria-controls': input.id, 'aria-label': texts.showField.replace('{0}', label), 'aria-pressed': false,
  }, texts.show);
  const reveal = (on) => {
    input.type = on ? 'text' : 'password';
    button.setAttribute('aria-pressed', on);
  };
  // Beside the input, which stays where it is: one that is moved loses the focus.
  input.after(button);
  button.addEventListener('click', () => reveal(input.type === 'password'));
  input.form.addEventListener('submit', () => reveal(false));

  const described = input.getAttribute('aria-describedby') ?? '';
  const caps = make('p', { class: 'hint', id: `${input.id}-caps`, role: 'status', hidden: '' }, texts.capsLock);
  const warn = (on) => {
    caps.hidden = !on;
    input.setAttribute('aria-describedby', on ? `${described} ${caps.id}` : described);
  };
  input.parentElement.after(caps);
  input.addEventListener('keyup', (event) => warn(event.getModifierState?.('CapsLock')));
  input.addEventListener('blur', () => warn(false));
}

/** Seconds that count down, while the button waits with them. */
function enhanceCountdown(element) {
  const form = element.closest('.card').querySelector('form');
  const button = form.querySelector('[type=submit]');
  const seconds = new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit: 'second', unitDisplay: 'long' });
  // By the clock: in a tab that nobody looks at, a timer is late. By two: one may be set back, the other stands in sleep.
  const clocks = [Date, performance].map((clock) => ({ clock, end: clock.now() + element.dataset.countdown * 1000 }));
  const timer = setInterval(() => {
    const left = Math.ceil(Math.min(...clocks.map(({ clock, end }) => end - clock.now())) / 1000);
    if (left > 0) {
      element.textContent = seconds.format(left);
      return;
    }

    clearInterval(timer);
    element.closest('p').textContent = element.dataset.ready;
    button.removeAttribute('aria-disabled');
  }, 1000);
  button.setAttribute('aria-disabled', 'true');
  // Another address may have a mail at once.
  form.addEventListener('input', () => button.removeAttribute('aria-disabled'), { once: true });
}

function enhance(root) {
  root.querySelectorAll('[data-preferences]').forEach(enhancePreferences);
  root.querySelectorAll('[data-photo]').forEach(enhancePhoto);
  root.querySelectorAll('[data-countdown]').forEach(enhanceCountdown);
  root.querySelectorAll('input[type=password]').forEach(enhancePassword);
}

enhance(document);
